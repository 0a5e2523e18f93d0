import { didYouMean } from '../../model/language/did-you-mean.js'
import type { Located, Path } from '../../model/problem/located.js'
import { type Place, type Problem, problemAt } from '../../model/problem/problem.js'
import { ALL_COLUMNS, HOLDER_COLUMNS, MANDATE_COLUMNS } from '../../model/roster/recipient.js'
import { cellFaults, isErrorText } from './cell-faults.js'
import type { Grid, GridCell, GridRow } from './grid.js'
import {
  columnNear,
  columnsNamed,
  incomingColumns,
  type MandateColumn,
  ownColumns,
  type PartColumn,
} from './heading.js'
import { roleMeant } from './meant.js'

/** A line of the list: what stands in each column, and what is wrong with its cells as such. */
export type TableRow = { located: Located; faults: Problem[] }

/** Where the headings stand, as they are written, and the lines above them, which say something else. */
export type Heading = { line: number; columns: { heading: string; column: string }[]; above: LineText[] }
export type LineText = { line: number; text: string }

/**
 * The mandates of a list with their columns as `{column: text}`, each cell with its place. `warnings` name the lines that are no
 * mandates and are left out; `unreadable` lines have no row.
 */
export type Table = {
  heading: Heading | null
  /** Our names of the columns that the list has. */
  columns: string[]
  rows: TableRow[]
  problems: Problem[]
  unreadable: number
}

export const NO_TABLE: Table = { heading: null, columns: [], rows: [], problems: [], unreadable: 0 }

/** `isIncoming`: from elsewhere. `readsTitles`: « Civilité » is read where salutations are missing. */
export type TableWishes = { notNeeded?: readonly string[]; isIncoming?: boolean; readsTitles?: boolean }

/** Fewer columns than this are no headings of ours. */
export const HEADINGS_AT_LEAST = 3
/** Headings stand below a title, a date and an address at most. */
export const TITLE_LINES = 30

/**
 * Finds the line with the headings and reads the lines below it. A column that is missing, unknown or there twice is a problem, and
 * the others are still read; an optional one, and one `notNeeded`, may be missing. Cells at the end of a line that a spreadsheet leaves away are empty.
 * Of a list from elsewhere, unknown columns are left, with one warning.
 */
export function readTable(grid: Grid, file: string, wishes: TableWishes = {}): Table {
  const filled = grid.rows.filter(row => !isBlank(row))
  const at = headingIn(filled)
  const head = filled[at]
  if (!head) {
    const [first] = filled
    const place = first?.cells[0]?.place ?? { line: 1, column: 1 }
    const problem = problemAt(file, place, 'headings-missing', { allowed: [...MANDATE_COLUMNS] })
    return { ...NO_TABLE, problems: [...grid.problems, problem], unreadable: filled.length + grid.unreadable }
  }
  const columns = columnsOf(head, filled.slice(at + 1), wishes)
  const problems = [
    ...grid.problems,
    ...columnProblems(columns, file, head.line, wishes),
    ...filled.slice(0, at).flatMap(row => aboveProblem(row, columns, file)),
  ]
  const heading = headingOf(columns, head.line, filled.slice(0, at))
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

/** A column of the list: its heading, our name of it, and at which cell of a line it stands. */
type Column = {
  head: GridCell
  name: string
  /** What it says of ours, in a list from elsewhere. */
  part: PartColumn | null
  index: number
  firstBelow: GridCell | null
}

/** The columns that have a heading or something below it; those that a spreadsheet adds at the end have neither. */
function columnsOf(head: GridRow, below: readonly GridRow[], wishes: TableWishes): Column[] {
  const { names, parts } = columnNames(
    head.cells.map(({ text }) => text),
    wishes,
  )
  return head.cells.flatMap((cell, index) => {
    const firstBelow = below.find(row => (row.cells[index]?.text ?? '') !== '')?.cells[index] ?? null
    if (cell.text === '' && !firstBelow) return []
    return [
      {
        head: cell,
        name: (names[index] ?? '').toLowerCase(),
        part: parts.get(index) ?? null,
        index,
        firstBelow,
      },
    ]
  })
}

function columnNames(heads: readonly string[], { isIncoming, readsTitles }: TableWishes) {
  if (!isIncoming) return { names: ownColumns(heads), parts: new Map<number, PartColumn>() }
  const { names, parts } = incomingColumns(heads)
  const isTitleUsed = readsTitles && SALUTATIONS.some(column => !names.includes(column))
  return { names, parts: new Map([...parts].filter(([, part]) => part !== 'title' || isTitleUsed)) }
}

const SALUTATIONS = ['salutation_fr', 'salutation_nl']

function columnProblems(
  columns: readonly Column[],
  file: string,
  line: number,
  { notNeeded = [], isIncoming = false }: TableWishes,
): Problem[] {
  const names = columns.map(({ name }) => name)
  const absent = ALL_COLUMNS.filter(column => !names.includes(column))
  const seen = new Set<string>()
  const needed = MANDATE_COLUMNS.filter(column => !names.includes(column) && !notNeeded.includes(column))
  const left: GridCell[] = []
  const problems: Problem[] = needed.map(column =>
    problemAt(file, { line, column: 1 }, 'column-missing', { column }),
  )
  for (const { head, name, part, firstBelow } of columns) {
    if (part) continue
    if (head.text === '') {
      const found = firstBelow?.text ?? ''
      problems.push(problemAt(file, firstBelow?.place ?? head.place, 'column-unnamed', { found }))
    } else if (!isColumn(name)) {
      // The rest is told as a number.
      const isMany = problems.length + left.length >= 100
      const suggestion = isMany ? null : isIncoming ? columnNear(head.text, absent) : didYouMean(name, absent)
      if (isIncoming && suggestion === null) {
        left.push(head)
        continue
      }
      const values = { column: head.text, suggestion, allowed: [...ALL_COLUMNS] as string[] }
      problems.push(problemAt(file, head.place, 'column-unknown', values))
    } else if (seen.has(name)) problems.push(problemAt(file, head.place, 'column-twice', { column: name }))
    seen.add(name)
  }
  const [first] = left
  if (first)
    problems.push(problemAt(file, first.place, 'columns-left', { columns: left.map(({ text }) => text) }))
  return problems
}

const isColumn = (name: string): name is MandateColumn => ALL_COLUMNS.some(column => column === name)

/** What a part is shown as. */
const PART_OF: Record<PartColumn, string> = { first_name: 'name', title: 'salutation' }

/** A title has a cell or two; a mandate above the headings was sorted there. */
function aboveProblem(row: GridRow, columns: readonly Column[], file: string): Problem[] {
  const filled = row.cells.filter(({ text }) => text !== '')
  const [first] = filled
  if (!first || filled.length * 2 < columns.length) return []
  return [problemAt(file, first.place, 'row-above-headings', { found: first.text })]
}

function headingOf(columns: readonly Column[], line: number, above: readonly GridRow[]): Heading {
  return {
    line,
    columns: columns
      .filter(({ head, name, part }) => part || (isColumn(name) && head.text !== name))
      .map(({ head, name, part }) => ({ heading: head.text, column: part ? PART_OF[part] : name })),
    above: above.map(row => ({
      line: row.line,
      text: row.cells
        .map(({ text }) => text)
        .filter(Boolean)
        .join(' '),
    })),
  }
}

type Shape = { columns: readonly Column[]; width: number; wishes: TableWishes }

function addRow(table: Table, row: GridRow, { columns, width, wishes }: Shape, file: string): void {
  if (isHeadingAgain(row, columns, wishes)) return
  const first = row.cells.find(({ text }) => text !== '') ?? row.cells[0]
  const place = first?.place ?? { line: row.line, column: 1 }
  if (isNoMandate(row, columns)) {
    table.problems.push(problemAt(file, place, 'row-left-out', { found: first?.text ?? '' }))
    return
  }
  const last = row.cells.findLastIndex(({ text, fault }) => text !== '' || fault) + 1
  // In a text, an empty cell too many at the end may be one too many before it.
  const length = place.unit === 'cell' ? last : row.cells.length
  // A sheet keeps no empty cells at the end of a row.
  const isCut =
    place.unit !== 'cell' &&
    NEEDED.some(name => columns.some(one => one.name === name && one.index >= row.cells.length))
  if (length > width || isCut) {
    const values = { found: row.cells.length, expected: width }
    table.problems.push(problemAt(file, { ...place, column: 1 }, 'cells-count', values))
    table.unreadable += 1
    return
  }
  table.rows.push(rowOf(row, columns, file))
}

/** A line that ends before these is cut off, rather than short for want of a last day. */
const NEEDED: readonly string[] = ['id', 'commune', 'role', 'acting', ...HOLDER_COLUMNS]

const TOTAL = /^(?:total|totaux|totaal|totalen|sous-total|subtotaal|somme|som|nombre|aantal|soit)\b/i

/** A comment; a total or a note below a list. */
function isNoMandate(row: GridRow, columns: readonly Column[]): boolean {
  const filled = row.cells.filter(({ text, fault }) => text !== '' || fault)
  const [first] = filled
  if (!first || first.fault) return false
  if (first.text.startsWith('#') && !isErrorText(first.text)) return true
  if (filled.length <= 3 && TOTAL.test(first.text)) return true
  const isWhole = first.place.unit === 'cell' || row.cells.length >= columns.length
  // An office alone is one that nobody holds.
  return filled.length === 1 && isWhole && /[^a-z0-9-]/.test(first.text) && !roleMeant(first.text)
}

/** As printed lists, and lists put together, have them. */
function isHeadingAgain(row: GridRow, columns: readonly Column[], wishes: TableWishes): boolean {
  const texts = row.cells.map(({ text }) => text)
  if (columnsNamed(texts) < HEADINGS_AT_LEAST) return false
  const { names } = columnNames(texts, wishes)
  return columns.every(({ name, index }) => !isColumn(name) || (names[index] ?? '').toLowerCase() === name)
}

/** Only the columns that are known, and their parts; an object without a prototype, since the file names the keys. */
function rowOf(row: GridRow, columns: readonly Column[], file: string): TableRow {
  const value: Record<string, string> = Object.create(null)
  const places = new Map<string, Place>()
  const faults: Problem[] = []
  for (const { name: own, part, index } of columns) {
    const name = part ?? own
    if ((!part && !isColumn(own)) || places.has(name)) continue
    const cell = row.cells[index]
    value[name] = cell?.text ?? ''
    places.set(name, cell?.place ?? { ...(row.cells.at(-1)?.place ?? { column: 1 }), line: row.line })
    if (cell && part !== 'title') faults.push(...cellFaults(cell, part ? PART_OF[part] : name, file))
  }
  const placeOf = (path: Path) => places.get(String(path[0])) ?? { line: row.line, column: 1 }
  const written = (path: Path) => wordAt(value[String(path[0])] ?? '', path[1])
  return { located: { file, value, placeOf, keyPlaceOf: placeOf, written }, faults }
}

/** A cell that lists words separated by spaces has them as its parts. */
function wordAt(text: string, index: PropertyKey | undefined): string {
  return typeof index === 'number' ? (text.split(/\s+/)[index] ?? '') : text
}
