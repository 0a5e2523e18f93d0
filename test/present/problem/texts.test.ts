import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { strFromU8, unzipSync } from 'fflate'
import { PROJECT_ROOT } from '../../../src/config.js'
import { problemAt, severityOf, WHOLE_FILE } from '../../../src/model/problem/problem.js'
import { describeProblem, formatProblem, WORDINGS } from '../../../src/present/problem/texts.js'
import { TEMPLATE } from '../../support/word-files.js'

const date = problemAt('updates/prime.md', { line: 7, column: 11 }, 'date-wrong', {
  key: 'deadline',
  found: '2020-02-30',
  suggestion: '2020-02-29',
})

describe('a problem', () => {
  it('reads as one line', () => {
    expect(formatProblem(date, 'en')).toBe(
      'updates/prime.md:7:11 deadline "2020-02-30" is not a date. Write it as 2020-02-29.',
    )
  })

  it('has file, line, column, message and hint in JSON', () => {
    expect(describeProblem(date, 'fr')).toEqual({
      file: 'updates/prime.md',
      line: 7,
      column: 11,
      message: 'deadline «\u00a02020-02-30\u00a0» n’est pas une date.',
      hint: 'Écrivez 2020-02-29, si c’est ce jour.',
    })
    expect(describeProblem(date, 'nl').message).toBe('deadline “2020-02-30” is geen datum.')
  })

  it('shows what was written without its line breaks, and not all of a long text', () => {
    const found = `a\r\n\u202eb${'x'.repeat(500)}`
    const line = formatProblem(
      problemAt('a\nb.md', WHOLE_FILE, 'link-wrong', { found, suggestion: null }),
      'en',
    )
    expect(line).toMatch(/^a\\u000Ab\.md:1:1 "a\\u000D\\u000A\\u202Ebx+…" is not a link/)
    expect(line.length).toBeLessThan(200)
  })

  it('is a warning when the update can be used all the same', () => {
    expect(severityOf({ code: 'deadline-outside' })).toBe('warning')
    expect(severityOf({ code: 'date-wrong' })).toBe('problem')
  })

  it('has a message and a hint in every language, each a sentence', () => {
    const values = {
      key: 'k',
      found: 'f',
      language: 'fr',
      what: 'link',
      others: ['o'],
      columns: ['c'],
      allowed: ['a'],
      part: 'id',
      remedy: 'rename',
      fault: 'end',
    }
    const filled = new Proxy(values, { get: (target, name) => Reflect.get(target, name) ?? 'x' })
    for (const wording of Object.values(WORDINGS)) {
      for (const word of Object.values(wording) as ((values: unknown) => readonly [string, string])[]) {
        for (const sentence of word(filled)) expect(sentence).toMatch(/^\S.*([.?!\]}]| --reason TEXT)$/)
        expect(word(filled).join(' ')).not.toMatch(/undefined|null|\[object/)
      }
    }
  })

  it('names no year in a hint but that of what was written: an example would grow old', async () => {
    const nothing = {
      key: 'k',
      found: 'f',
      language: 'fr',
      what: 'link',
      others: ['o'],
      columns: ['c'],
      allowed: ['a'],
      part: 'id',
      remedy: 'rename',
      fault: 'end',
    }
    const unknown = new Proxy(nothing, {
      get: (target, name) => (name === 'suggestion' ? null : (Reflect.get(target, name) ?? 'x')),
    })
    const hints = Object.values(WORDINGS).flatMap(wording =>
      (Object.values(wording) as ((values: unknown) => readonly [string, string])[]).map(
        word => word(unknown)[1],
      ),
    )
    expect(hints.length).toBeGreaterThan(200)
    expect(hints.filter(hint => /\b(?:19|20)\d\d-/.test(hint))).toEqual([])
  })
})

describe('the templates that editors copy', () => {
  it('show a date without a year: one that is left there is refused, not past', async () => {
    const markdown = await readFile(join(PROJECT_ROOT, 'updates', '_template.md'), 'utf8')
    const word = strFromU8(unzipSync(TEMPLATE)['word/document.xml'] ?? new Uint8Array())
    expect(markdown).toContain('AAAA-MM-JJ')
    expect(word).toContain('[jour | dag]')
    for (const text of [markdown, word]) expect(text).not.toMatch(/\b20\d\d-\d\d/)
  })
})
