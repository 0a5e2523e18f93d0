import { EDITOR_LANGUAGES, type Language } from '../../model/language/language.js'
import { cellName } from '../../model/problem/cell-name.js'
import { printable } from '../../model/problem/printable.js'
import type { Problem } from '../../model/problem/problem.js'
import { argumentsOf } from './arguments.js'
import { type ProblemLanguage, sentence, TEXTS } from './wording.js'

/** A problem for people and JSON readers. `place` says in words what `line` counts, if not lines. */
export type DescribedProblem = {
  file: string
  line: number
  column: number
  place?: string
  message: string
  hint: string
  /** The number of further lines with the same mistake. */
  more?: number
}

/** A problem in words: `{file,line,column,message,hint}`, with a `place` for a Word file. */
export function describeProblem(problem: Problem, reader: Language | 'en'): DescribedProblem {
  const language = problemLanguage(reader)
  const { file, line, column, unit, code, more = 0 } = problem
  const { problems, inWord, places, more: moreLines } = TEXTS[language]
  const isWord = /\.(?:docx|f?odt)$/i.test(file)
  const words = { ...problems[code], ...(isWord ? inWord[code] : {}) }
  const values = argumentsOf(problem, language)
  const say = (text: string, said: object = values) => sentence(text, said, language)
  const place = unit ? { place: say(places[unit], { line, cell: cellName(line, column) }) } : {}
  const repeated = more > 0 ? { more } : {}
  const message = more > 0 ? `${say(words.message)} ${say(moreLines, repeated)}` : say(words.message)
  return { file, line, column, ...place, message, hint: say(words.hint), ...repeated }
}

/**
 * One line for a terminal: `updates/prime.md:7:11 deadline "2020-02-30" is not a date. Write it as 2020-06-01.`; for a Word file `updates/prime.docx,
 * table row 8: deadline "2020-02-30" is not a date. …`
 */
export function formatProblem(problem: Problem, language: ProblemLanguage): string {
  const { file, line, column, place, message, hint } = describeProblem(problem, language)
  const { colon } = TEXTS[language]
  const where = place ? `, ${place}${colon}` : `:${line}:${column}`
  return `${printable(file, 300)}${where} ${message} ${hint}`
}

/** In which language a reader is told of a problem: English where it isn't worded in theirs. */
const problemLanguage = (reader: Language): ProblemLanguage =>
  EDITOR_LANGUAGES.find(one => one === reader) ?? 'en'
