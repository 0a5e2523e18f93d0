import { serialDay } from '../../model/calendar/day-meant.js'
import { ungarbled } from '../../model/language/mojibake.js'
import type { Located, Path } from '../../model/problem/located.js'
import { type Place, type Problem, problemAt } from '../../model/problem/problem.js'
import { isErrorText } from './cell-faults.js'
import type { GridCell, GridRow } from './grid.js'
import { columnsNamed } from './heading.js'
import { roleMeant } from './role-meant.js'
import {
  type Column,
  columnNames,
  type Heading,
  isColumn,
  PART_OF,
  type TableWishes,
} from './table-columns.js'

/** A line of the list: the value of each column, and faults of its cells. */
export type TableRow = { located: Located; faults: Problem[] }

/**
 * The mandates of a list as `{column: text}`, each cell with its place. `warnings` name left-out lines that are no mandates; `unreadable` lines have
 * no row.
 */
export type Table = {
  heading: Heading | null
  /** Our names of the list's columns. */
  columns: string[]
  rows: TableRow[]
  problems: Problem[]
  unreadable: number
}

/** A line with fewer known columns is no heading line. */
export const HEADINGS_AT_LEAST = 3
type Shape = { columns: readonly Column[]; width: number; wishes: TableWishes }

export function addRow(table: Table, row: GridRow, { columns, width, wishes }: Shape, file: string): void {
  if (isHeadingAgain(row, columns, wishes)) return
  const first = row.cells.find(({ text }) => text !== '') ?? row.cells[0]
  const place = first?.place ?? { line: row.line, column: 1 }
  if (isNoMandate(row, columns, wishes)) {
    table.problems.push(problemAt(file, place, 'row-left-out', { found: first?.text ?? '' }))
    return
  }
  const last = row.cells.findLastIndex(({ text, fault }) => text !== '' || fault) + 1
  // In a text, a surplus empty cell at the end may belong before it.
  const length = place.unit === 'cell' ? last : row.cells.length
  // A sheet stores no empty cells at a row's end.
  const isCut =
    place.unit !== 'cell' && columns.some(({ name, index }) => index >= row.cells.length && NEEDED.test(name))
  if (length > width || isCut) {
    const values = { found: row.cells.length, expected: width }
    table.problems.push(problemAt(file, { ...place, column: 1 }, 'cells-count', values))
    table.unreadable += 1
    return
  }
  table.rows.push(rowOf(row, columns, wishes, file))
}

/** A line that ends before these columns is truncated; a missing last day is no truncation. */
const NEEDED = /^(?:id|commune|role|acting|name|salutation_[a-z]{2}|email)$/
const TOTAL = /^(?:total|totaux|totaal|totalen|sous-total|subtotaal|somme|som|nombre|aantal|soit)\b/i

/** A comment, or a total or note below a list. */
function isNoMandate(row: GridRow, columns: readonly Column[], { agency }: TableWishes): boolean {
  const filled = row.cells.filter(({ text, fault }) => text !== '' || fault)
  const [first] = filled
  if (!first || first.fault) return false
  if (first.text.startsWith('#') && !isErrorText(first.text)) return true
  if (filled.length <= 3 && TOTAL.test(first.text)) return true
  const isWhole = first.place.unit === 'cell' || row.cells.length >= columns.length
  // An office alone is a vacancy.
  return filled.length === 1 && isWhole && /[^a-z0-9-]/.test(first.text) && !roleMeant(first.text, agency)
}

/** Repeated headings, as in printed or merged lists. */
function isHeadingAgain(row: GridRow, columns: readonly Column[], wishes: TableWishes): boolean {
  const texts = row.cells.map(({ text }) => text)
  if (columnsNamed(texts) < HEADINGS_AT_LEAST) return false
  const { names } = columnNames(texts, wishes)
  return columns.every(
    ({ name, index }) => !isColumn(name, wishes) || (names[index] ?? '').toLowerCase() === name,
  )
}

/** Only known columns and their parts; without a prototype, since the file names the keys. */
function rowOf(row: GridRow, columns: readonly Column[], wishes: TableWishes, file: string): TableRow {
  const value: Record<string, string> = Object.create(null)
  const places = new Map<string, Place>()
  const faults: Problem[] = []
  for (const { name: own, part, index } of columns) {
    const name = part ?? own
    if ((!part && !isColumn(own, wishes)) || places.has(name)) continue
    const cell = row.cells[index]
    value[name] = cell?.text ?? ''
    places.set(name, cell?.place ?? { ...(row.cells.at(-1)?.place ?? { column: 1 }), line: row.line })
    if (cell && part !== 'title') faults.push(...cellFaults(cell, part ? PART_OF[part] : name, file))
  }
  const placeOf = (path: Path) => places.get(String(path[0])) ?? { line: row.line, column: 1 }
  const written = (path: Path) => wordAt(value[String(path[0])] ?? '', path[1])
  return { located: { file, value, placeOf, keyPlaceOf: placeOf, written }, faults }
}

/** The part of a cell that lists words separated by spaces. */
function wordAt(text: string, index: PropertyKey | undefined): string {
  return typeof index === 'number' ? (text.split(/\s+/)[index] ?? '') : text
}

/** Faults of a cell for any column; in date columns, the day of a bare number. */
function cellFaults(cell: GridCell, key: string, file: string): Problem[] {
  const { text: found, place, fault } = cell
  if (fault?.kind === 'error' || isErrorText(found))
    return [problemAt(file, place, 'cell-error', { key, found })]
  if (fault?.kind === 'formula') return [problemAt(file, place, 'cell-not-computed', { key })]
  if (fault?.kind === 'struck')
    return [problemAt(file, place, 'cell-struck', { key, found, kept: fault.kept })]
  const meant = ungarbled(found)
  if (meant !== null) return [problemAt(file, place, 'text-garbled', { key, found, meant })]
  const isDay = key === 'since' || key === 'until'
  const day = isDay ? (cell.serial ?? serialDay(found)) : null
  return day === null ? [] : [problemAt(file, place, 'date-as-number', { key, found, suggestion: day })]
}
