import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { strFromU8, unzipSync } from 'fflate'
import { IntlMessageFormat } from 'intl-messageformat'
import { PROJECT_ROOT } from '../../../src/config.js'
import {
  type Problem,
  type ProblemCode,
  problemAt,
  severityOf,
  WHOLE_FILE,
} from '../../../src/model/problem/problem.js'
import { argumentsOf } from '../../../src/present/problem/arguments.js'
import { describeProblem, formatProblem } from '../../../src/present/problem/texts.js'
import { type ProblemLanguage, TEXTS } from '../../../src/present/problem/wording.js'
import { TEMPLATE } from '../../support/word-files.js'
import { SAMPLES } from './samples.js'

const LANGUAGES = ['en', 'fr', 'nl'] as const
const CODES = Object.keys(SAMPLES) as ProblemCode[]
const sampled = (file: string) => CODES.map(code => problemAt(file, WHOLE_FILE, code, SAMPLES[code]))

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

  it.each(LANGUAGES)('has a message and a hint in %s, each a sentence', language => {
    for (const file of ['a.md', 'a.docx'])
      for (const problem of sampled(file)) {
        const { message, hint } = describeProblem(problem, language)
        for (const sentence of [message, hint]) expect(sentence).toMatch(/^\S.*([.?!\]}]| --reason TEXT)$/)
        expect(`${message} ${hint}`).not.toMatch(/undefined|null|\[object/)
      }
  })

  it('names no year in a hint but that of what was written: an example would grow old', () => {
    const unknown = sampled('a.md').map(problem =>
      'suggestion' in problem.values
        ? ({ ...problem, values: { ...problem.values, suggestion: null } } as Problem)
        : problem,
    )
    const hints = LANGUAGES.flatMap(language => unknown.map(one => describeProblem(one, language).hint))
    expect(hints.length).toBeGreaterThan(400)
    expect(hints.filter(hint => /\b(?:19|20)\d\d-/.test(hint))).toEqual([])
  })
})

describe('the texts of problems', () => {
  const shapeOf = (texts: object) =>
    JSON.stringify(texts, (_, value) => (typeof value === 'string' ? '' : value), 1)

  it('have the same keys, in the same order, in each language; editors alone get notes', () => {
    const { notes: _, ...french } = TEXTS.fr
    expect(shapeOf(french)).toBe(shapeOf(TEXTS.en))
    expect(shapeOf(TEXTS.nl)).toBe(shapeOf(TEXTS.fr))
  })

  it.each(LANGUAGES)('say in %s what a problem has, and nothing else', language => {
    for (const problem of sampled('a.md'))
      for (const name of wordedIn(language, problem.code).map(one => one.split(' ').at(-1)))
        expect(argumentsOf(problem, language)).toHaveProperty(String(name))
  })

  it('say the same of a problem, and as much of it, in each language', () => {
    const typedByOperators = ['section-awaited']
    for (const code of CODES.filter(one => !typedByOperators.includes(one)))
      for (const language of LANGUAGES)
        expect([code, ...wordedIn(language, code)]).toEqual([code, ...wordedIn('en', code)])
  })
})

/** What a text is made of: a literal is of type 0, a tag of 8. */
type Part = {
  type: number
  value: string
  children?: Part[]
  options?: Record<string, { value: Part[] }>
}

/** The arguments of all texts of a problem, sorted, each after how many characters of it are shown. */
function wordedIn(language: ProblemLanguage, code: ProblemCode): string[] {
  const { problems, inWord } = TEXTS[language]
  const texts = [...Object.values(problems[code]), ...Object.values(inWord[code] ?? {})]
  const parts = texts.flatMap(text => new IntlMessageFormat(text, language).getAst() as Part[])
  return [...new Set(argumentsIn(parts))].sort()
}

function argumentsIn(parts: Part[], shown = ''): string[] {
  return parts.flatMap(({ type, value, children, options = {} }) => {
    if (children) return argumentsIn(children, value.replace(/^[pq]/, ''))
    const inOptions = Object.values(options).flatMap(option => argumentsIn(option.value, shown))
    return type === 0 ? [] : [`${shown} ${value}`.trim(), ...inOptions]
  })
}

describe('the templates that editors copy', () => {
  it('show a date without a year: one that is left there is refused, not past', async () => {
    const markdown = await readFile(join(PROJECT_ROOT, 'updates', '_template.md'), 'utf8')
    const word = strFromU8(unzipSync(TEMPLATE)['word/document.xml'] ?? new Uint8Array())
    expect(markdown).toContain('AAAA-MM-JJ')
    expect(word).toContain('[jour | dag]')
    for (const text of [markdown, word]) expect(text).not.toMatch(/\b20\d\d-\d\d/)
  })
})
