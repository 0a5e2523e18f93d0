import type { Language } from './language.js'
import { printable } from './printable.js'
import type { Problem, ProblemCode, ProblemValues } from './problem.js'
import { ENGLISH } from './problem-texts-en.js'
import { FRENCH } from './problem-texts-fr.js'
import { DUTCH } from './problem-texts-nl.js'

/** Operators read English; editors read their own language. */
export type ProblemLanguage = 'en' | Language

/** What is wrong, one sentence; and what would be right. A code without its wording does not compile. */
export type Wording = {
  readonly [C in ProblemCode]: (values: ProblemValues[C]) => readonly [message: string, hint: string]
}

/** A problem as people and JSON readers get it. */
export type DescribedProblem = { file: string; line: number; column: number; message: string; hint: string }

const WORDINGS: Record<ProblemLanguage, Wording> = { en: ENGLISH, fr: FRENCH, nl: DUTCH }

/** The problem in words: `{file,line,column,message,hint}`. */
export function describeProblem(problem: Problem, language: ProblemLanguage): DescribedProblem {
  const { file, line, column, code, values } = problem
  const word = WORDINGS[language][code] as (values: Problem['values']) => readonly [string, string]
  const [message, hint] = word(values)
  return { file, line, column, message, hint }
}

/** One line for a terminal: `updates/prime.md:7:11 deadline "2020-02-30" is not a date. Write it as 2020-06-01.` */
export function formatProblem(problem: Problem, language: ProblemLanguage): string {
  const { file, line, column, message, hint } = describeProblem(problem, language)
  return `${printable(file, 300)}:${line}:${column} ${message} ${hint}`
}
