import { cellName } from '../../model/problem/cell-name.js'
import { printable } from '../../model/problem/printable.js'
import type { Problem, ProblemCode } from '../../model/problem/problem.js'
import { exact } from './exact.js'
import { AWAITED } from './texts-awaited.js'
import { ENGLISH } from './texts-en.js'
import { FIELD_TEXTS, saidIn } from './texts-fields.js'
import { FOLDER } from './texts-folder.js'
import { FRENCH } from './texts-fr.js'
import { IMPORTED, moreLines } from './texts-import.js'
import { MARKDOWN } from './texts-markdown.js'
import { MEANING } from './texts-meaning.js'
import { DUTCH } from './texts-nl.js'
import { PEOPLE } from './texts-people.js'
import { ROSTER } from './texts-roster.js'
import { templateWording } from './texts-template.js'
import { wordWording } from './texts-word.js'
import type { ProblemLanguage, Wording } from './wording.js'

/** A problem as people and JSON readers get it. `place` says in words what `line` counts, where it isn't lines. */
export type DescribedProblem = {
  file: string
  line: number
  column: number
  place?: string
  message: string
  hint: string
  /** How many more lines of a list have the same mistake. */
  more?: number
}

/** How each problem reads. */
export const WORDINGS: Record<ProblemLanguage, Wording> = {
  en: {
    ...ENGLISH,
    ...AWAITED.en,
    ...FOLDER.en,
    ...IMPORTED.en,
    ...ROSTER.en,
    ...PEOPLE.en,
    ...MEANING.en,
    ...FIELD_TEXTS.en,
    ...MARKDOWN.en,
    ...templateWording('en'),
  },
  fr: {
    ...FRENCH,
    ...AWAITED.fr,
    ...FOLDER.fr,
    ...IMPORTED.fr,
    ...ROSTER.fr,
    ...PEOPLE.fr,
    ...MEANING.fr,
    ...FIELD_TEXTS.fr,
    ...MARKDOWN.fr,
    ...templateWording('fr'),
  },
  nl: {
    ...DUTCH,
    ...AWAITED.nl,
    ...FOLDER.nl,
    ...IMPORTED.nl,
    ...ROSTER.nl,
    ...PEOPLE.nl,
    ...MEANING.nl,
    ...FIELD_TEXTS.nl,
    ...MARKDOWN.nl,
    ...templateWording('nl'),
  },
}
const PLACES: Record<
  ProblemLanguage,
  Record<'row' | 'paragraph' | 'cell', (line: number, column: number) => string>
> = {
  en: {
    row: line => `table row ${line}`,
    paragraph: line => `paragraph ${line}`,
    cell: (line, column) => `cell ${cellName(line, column)}`,
  },
  fr: {
    row: line => `ligne ${line} du tableau`,
    paragraph: line => `paragraphe ${line}`,
    cell: (line, column) => `cellule ${cellName(line, column)}`,
  },
  nl: {
    row: line => `rij ${line} van de tabel`,
    paragraph: line => `alinea ${line}`,
    cell: (line, column) => `cel ${cellName(line, column)}`,
  },
}

/** The problem in words: `{file,line,column,message,hint}`, and for a Word file the `place`. */
export function describeProblem(problem: Problem, language: ProblemLanguage): DescribedProblem {
  const { file, line, column, unit, code, more = 0 } = problem
  const values = saidIn(problem.values, language)
  const word = WORDINGS[language][code] as (values: Problem['values']) => readonly [string, string]
  const own = /\.(?:docx|f?odt)$/i.test(file)
    ? wordWording({ ...problem, values } as Problem, language)
    : null
  const [said, hint] = own ?? word(exactly(code, values, language))
  const place = unit ? { place: PLACES[language][unit](line, column) } : {}
  const repeated = more > 0 ? { more } : {}
  const message = more > 0 ? `${said} ${moreLines(more, language)}` : said
  return { file, line, column, ...place, message, hint, ...repeated }
}

/**
 * One line for a terminal: `updates/prime.md:7:11 deadline "2020-02-30" is not a date. Write it as 2020-06-01.`, and
 * for a Word file `updates/prime.docx, table row 8: deadline "2020-02-30" is not a date. …`
 */
export function formatProblem(problem: Problem, language: ProblemLanguage): string {
  const { file, line, column, place, message, hint } = describeProblem(problem, language)
  const colon = language === 'fr' ? '\u00a0:' : ':'
  const where = place ? `, ${place}${colon}` : `:${line}:${column}`
  return `${printable(file, 300)}${where} ${message} ${hint}`
}

/** Of these each character counts, also one that can't be seen. */
const EXACT: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  ...(['email-wrong', 'date-wrong', 'id-wrong', 'nis-wrong', 'commune-unknown'] as const),
  ...(['flag-wrong', 'not-allowed', 'phone-number-wrong', 'email-several'] as const),
])

function exactly(code: ProblemCode, values: Problem['values'], language: ProblemLanguage): Problem['values'] {
  if (!EXACT.has(code) || !('found' in values)) return values
  return { ...values, found: exact(String(values.found), language) } as Problem['values']
}
