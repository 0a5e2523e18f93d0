import type { Problem } from '../model/problem/problem.js'
import { describeProblem, formatProblem } from '../present/problem/texts.js'

/** What a command answers: JSON for machines, lines for people, and its exit status. */
export type Answer = { json: unknown; text: string; status: 0 | 1 | 2 | 3 | 4 }

export function done(json: unknown, text: string): Answer {
  return { json, text, status: 0 }
}

/** The answer is no: a problem in the input or a rule that forbids it. */
export function refused(json: unknown, text: string): Answer {
  return { json, text, status: 1 }
}

/** Not finished: what is left waits for a time, which the text says. */
export function unfinished(json: unknown, text: string): Answer {
  return { json, text, status: 4 }
}

/** Problems as the contract has them, in the operator's language. */
export const problemsJson = (problems: Problem[]) => problems.map(problem => describeProblem(problem, 'en'))
export const problemLines = (problems: Problem[]) =>
  problems.map(problem => formatProblem(problem, 'en')).join('\n')

/** Warnings in the same form; `meant: true` where an editor said of this version of the file that it is meant. */
export const warningsJson = (warnings: readonly (Problem & { isMeant: boolean })[]) =>
  warnings.map(one => ({ ...describeProblem(one, 'en'), ...(one.isMeant ? { meant: true } : {}) }))

/** What is worth a look, and how much of it is meant. */
export function warningLines(warnings: readonly (Problem & { isMeant: boolean })[]): string[] {
  const open = warnings.filter(({ isMeant }) => !isMeant)
  const meant = warnings.length - open.length
  return [
    ...(open.length > 0 ? [`Worth a look:\n${problemLines([...open])}`] : []),
    ...(meant > 0 ? [`Marked as meant: ${count(meant, 'warning')}.`] : []),
  ]
}

/** "1 update", "3 updates". */
export const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`
