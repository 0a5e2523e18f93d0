import type { Problem } from '../model/problem/problem.js'
import { describeProblem, formatProblem } from '../present/problem/texts.js'

/** What a command answers: JSON for machines, lines for people, and its exit status. */
export type Answer = { json: unknown; text: string; status: 0 | 1 | 2 | 3 | 4 }

export function done(json: unknown, text: string): Answer {
  return { json, text, status: 0 }
}

/** The answer "no": a problem in the input, or a rule that forbids the action. */
export function refused(json: unknown, text: string): Answer {
  return { json, text, status: 1 }
}

/** Not finished: the rest waits for a time that the text names. */
export function unfinished(json: unknown, text: string): Answer {
  return { json, text, status: 4 }
}

/** Problems as the contract's JSON, in the operator's language. */
export const problemsJson = (problems: Problem[]) => problems.map(problem => describeProblem(problem, 'en'))
export const problemLines = (problems: Problem[]) =>
  problems.map(problem => formatProblem(problem, 'en')).join('\n')

/** Warnings as the contract's JSON; `meant: true` where an editor said so for this version of the file. */
export const warningsJson = (warnings: readonly (Problem & { isMeant: boolean })[]) =>
  warnings.map(one => ({ ...describeProblem(one, 'en'), ...(one.isMeant ? { meant: true } : {}) }))

/** The warnings as lines, and how many of them are meant. */
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
