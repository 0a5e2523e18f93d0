import { type Problem, problemAt } from '../../model/problem/problem.js'
import { columnsIn, isPhoneColumn } from '../../model/roster/recipient.js'
import type { Grid, GridRow } from './grid.js'
import { columnsNamed } from './heading.js'
import { type Column, columnProblems, columnsOf, headingOf, type TableWishes } from './table-columns.js'
import { addRow, HEADINGS_AT_LEAST, type Table } from './table-rows.js'

export const NO_TABLE: Table = { heading: null, columns: [], rows: [], problems: [], unreadable: 0 }

/** At most a title, a date and an address precede the headings. */
export const TITLE_LINES = 30

/**
 * Finds the heading line and reads the lines below. A missing, unknown or repeated column is a problem, and the others are still read. Optional
 * columns and `notNeeded` ones may be missing. Missing cells at a line's end are empty. A list from elsewhere gets one warning for all unknown
 * columns.
 */
export function readTable(grid: Grid, file: string, wishes: TableWishes): Table {
  const filled = grid.rows.filter(row => !isBlank(row))
  const at = headingIn(filled)
  const head = filled[at]
  if (!head) {
    const [first] = filled
    const place = first?.cells[0]?.place ?? { line: 1, column: 1 }
    const allowed = columnsIn(wishes.agency.languages).filter(column => !isPhoneColumn(column))
    const problem = problemAt(file, place, 'headings-missing', { allowed })
    return { ...NO_TABLE, problems: [...grid.problems, problem], unreadable: filled.length + grid.unreadable }
  }
  const columns = columnsOf(head, filled.slice(at + 1), wishes)
  const problems = [
    ...grid.problems,
    ...columnProblems(columns, file, head.line, wishes),
    ...filled.slice(0, at).flatMap(row => aboveProblem(row, columns, file)),
  ]
  const heading = headingOf(columns, head.line, filled.slice(0, at), wishes)
  const names = columns.map(({ name }) => name)
  const table: Table = { heading, columns: names, rows: [], problems, unreadable: grid.unreadable }
  for (const row of filled.slice(at + 1))
    addRow(table, row, { columns, width: head.cells.length, wishes }, file)
  return table
}

const isBlank = (row: GridRow) => row.cells.every(({ text, fault }) => text === '' && !fault)

/** The line near the top that names most of our columns. */
function headingIn(rows: readonly GridRow[]): number {
  const counts = rows.slice(0, TITLE_LINES).map(({ cells }) => columnsNamed(cells.map(({ text }) => text)))
  const most = Math.max(0, ...counts)
  return most < HEADINGS_AT_LEAST ? -1 : counts.indexOf(most)
}

/** A title has one or two cells; a mandate above the headings was sorted there. */
function aboveProblem(row: GridRow, columns: readonly Column[], file: string): Problem[] {
  const filled = row.cells.filter(({ text }) => text !== '')
  const [first] = filled
  if (!first || filled.length * 2 < columns.length) return []
  return [problemAt(file, first.place, 'row-above-headings', { found: first.text })]
}
