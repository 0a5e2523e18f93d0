import type { ProblemValues } from './problem-values.js'

/**
 * A place in a file. Lines and columns count from 1; columns are UTF-16 units of the text after NFC. In a Word file a
 * line is, by `unit`, a row of the table of fields, or a paragraph below it: those that aren't empty, a table row as one. In a
 * sheet they are those of a cell.
 */
export type Place = { line: number; column: number; unit?: 'row' | 'paragraph' | 'cell' }

/** Where the whole file is meant. */
export const WHOLE_FILE: Place = { line: 1, column: 1 }
export type ProblemCode = keyof ProblemValues

/**
 * Something wrong with an editor's or operator's input: a value that is collected, never thrown. `more` lines of a list have the
 * same mistake.
 */
export type Problem = {
  [C in ProblemCode]: Place & { file: string; code: C; values: ProblemValues[C]; more?: number }
}[ProblemCode]

export type Severity = 'problem' | 'warning'

const WARNINGS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'word-hidden',
  'word-moving',
  'word-raised',
  'word-prompt',
  'character-lost',
  'file-other-type',
  'word-note-dropped',
  'id-duplicate',
  'deadline-outside',
  'letter-doubtful',
  'rule-left-out',
  'heading-underlined',
  'lines-indented',
  'lines-apart',
  'list-renumbered',
  'markup-literal',
  'line-markup',
  'number-in-one-language',
  'date-in-one-language',
  'link-in-one-language',
  'mayors-overlap',
  'person-perhaps-twice',
  'salutation-neutral',
  'languages-assumed',
  'row-left-out',
  'columns-left',
  'text-cut',
  'time-twice',
  'over-already',
  'deadline-past',
  'year-doubtful',
  'languages-swapped',
  'same-in-both',
  'other-language',
])

/** A warning is shown and stops nothing; with a problem the file (or the line of the roster) is not used. */
export function severityOf(problem: Pick<Problem, 'code'>): Severity {
  return WARNINGS.has(problem.code) ? 'warning' : 'problem'
}

/** One problem; the compiler holds the values to the code. */
export function problemAt<C extends ProblemCode>(
  file: string,
  place: Place,
  code: C,
  values: ProblemValues[C],
): Problem {
  const { line, column, unit } = place
  return { file, line, column, ...(unit ? { unit } : {}), code, values } as Problem
}

/** Problems and warnings apart, each in the order of the file. */
export function bySeverity(found: readonly Problem[]): { problems: Problem[]; warnings: Problem[] } {
  const sorted = [...found].sort(inReadingOrder)
  return {
    problems: sorted.filter(one => severityOf(one) === 'problem'),
    warnings: sorted.filter(one => severityOf(one) === 'warning'),
  }
}

function inReadingOrder(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return unitOrder(a) - unitOrder(b) || a.line - b.line || a.column - b.column
}

/** In a Word file the table of fields comes before the text. */
function unitOrder({ unit }: Place): number {
  return unit === 'paragraph' ? 1 : 0
}

/** A hostile file can hold a mistake per byte: the first `limit` are kept and the rest are counted. */
export function capped(problems: readonly Problem[], limit = 100): Problem[] {
  const last = problems[limit - 1]
  if (problems.length <= limit || !last) return [...problems]
  const rest = problems.length - limit
  return [...problems.slice(0, limit), problemAt(last.file, last, 'more-problems', { count: rest })]
}
