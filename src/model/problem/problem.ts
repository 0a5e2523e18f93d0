import type { ProblemValues } from './problem-values.js'

/**
 * A place in a file. Lines and columns count from 1; columns are UTF-16 units of the text after NFC. `unit`: in a Word file, a line is a row of the
 * table of fields or a later non-empty paragraph. In a sheet, they are a cell's row and column.
 */
export type Place = { line: number; column: number; unit?: 'row' | 'paragraph' | 'cell' }

/** The place of a problem with the whole file. */
export const WHOLE_FILE: Place = { line: 1, column: 1 }
export type ProblemCode = keyof ProblemValues

/** Something wrong in an editor's or operator's input: collected, never thrown. `more`: further lines with the same mistake. */
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

/** A warning stops nothing; a problem stops the file or the roster's line. */
export function severityOf(problem: Pick<Problem, 'code'>): Severity {
  return WARNINGS.has(problem.code) ? 'warning' : 'problem'
}

/** One problem; the compiler checks the values against the code. */
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

/** Keeps the first `limit` problems and counts the rest: a hostile file can hold one per byte. */
export function capped(problems: readonly Problem[], limit = 100): Problem[] {
  const last = problems[limit - 1]
  if (problems.length <= limit || !last) return [...problems]
  const rest = problems.length - limit
  return [...problems.slice(0, limit), problemAt(last.file, last, 'more-problems', { count: rest })]
}
