import { describe, expect, it } from '@jest/globals'
import { problemAt, severityOf, WHOLE_FILE } from '../../../src/model/problem/problem.js'
import { describeProblem, formatProblem, WORDINGS } from '../../../src/model/problem/texts.js'

const date = problemAt('updates/prime.md', { line: 7, column: 11 }, 'date-wrong', {
  key: 'deadline',
  found: '2020-02-30',
  suggestion: null,
})

describe('a problem', () => {
  it('reads as one line', () => {
    expect(formatProblem(date, 'en')).toBe(
      'updates/prime.md:7:11 deadline "2020-02-30" is not a date. Write it as 2020-06-01.',
    )
  })

  it('has file, line, column, message and hint in JSON', () => {
    expect(describeProblem(date, 'fr')).toEqual({
      file: 'updates/prime.md',
      line: 7,
      column: 11,
      message: 'deadline «\u00a02020-02-30\u00a0» n’est pas une date.',
      hint: 'Écrivez par exemple 2020-06-01.',
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
      allowed: ['a'],
      part: 'id',
    }
    const filled = new Proxy(values, { get: (target, name) => Reflect.get(target, name) ?? 'x' })
    for (const wording of Object.values(WORDINGS)) {
      for (const word of Object.values(wording) as ((values: unknown) => readonly [string, string])[]) {
        for (const sentence of word(filled)) expect(sentence).toMatch(/^\S.*([.?!\]}]| --reason TEXT)$/)
        expect(word(filled).join(' ')).not.toMatch(/undefined|null|\[object/)
      }
    }
  })
})
