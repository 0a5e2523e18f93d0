import { columnLetters } from '../../model/problem/cell-name.js'
import { EMPTY_GRID, type Grid, type GridCell } from './grid.js'
import { columnsNamed } from './heading.js'
import { TITLE_LINES } from './table.js'
import type { LineText } from './table-columns.js'
import { HEADINGS_AT_LEAST } from './table-rows.js'

/** A cell of a sheet as shown; columns count from 1. */
export type SheetCell = Omit<GridCell, 'place'> & { column: number; isStruck: boolean }
export type SheetRow = { number: number; isHidden: boolean; cells: SheetCell[] }
export type Sheet = { name: string; isHidden: boolean; rows: SheetRow[]; hiddenColumns: number[] }

/** A person's decisions about a workbook; null: none yet. */
export type SheetWishes = { sheet: string | null; hidden: TakeOrLeave | null; struck: TakeOrLeave | null }
export type TakeOrLeave = 'take' | 'leave'

/** The list on one sheet, and what a person must decide about it. */
export type SheetRead = {
  grid: Grid
  name: string
  /** Other sheets with a list: visible ones, of which one must be chosen, and hidden ones, which are left out. */
  others: string[]
  hiddenSheets: string[]
  hiddenRows: LineText[]
  hiddenColumns: string[]
  struckRows: LineText[]
}

/**
 * A workbook's list: from the wished sheet, else the first visible one with our columns. Else from the first visible sheet, to report its faults.
 * Null where no sheet has that name, or all visible ones are empty.
 */
export function listOnSheets(sheets: readonly Sheet[], wishes: SheetWishes): SheetRead | null {
  const lists = sheets.filter(isList)
  const visible = lists.filter(({ isHidden }) => !isHidden)
  const filled = sheets.filter(({ isHidden, rows }) => !isHidden && rows.some(isFilled))
  const sheet = wishes.sheet === null ? (visible[0] ?? filled[0]) : sheetNamed(sheets, wishes.sheet)
  if (!sheet) return null
  const rows = sheet.rows.filter(isFilled)
  const [hidden, struck] = [rows.filter(row => row.isHidden && !isHeading(row)), rows.filter(isStruckRow)]
  const left = new Set([
    ...(wishes.hidden === 'leave' ? hidden : []),
    ...(wishes.struck === 'leave' ? struck : []),
  ])
  const unseen = sheet.hiddenColumns.filter(column => rows.some(row => textIn(row, column) !== ''))
  const without = wishes.hidden === 'leave' ? unseen : []
  const isOther = (one: Sheet) => one !== sheet
  return {
    grid: { ...EMPTY_GRID, rows: rows.filter(row => !left.has(row)).map(row => gridRow(row, without)) },
    name: sheet.name,
    others: visible.filter(isOther).map(({ name }) => name),
    hiddenSheets: lists.filter(one => one.isHidden && isOther(one)).map(({ name }) => name),
    hiddenRows: hidden.map(lineText),
    hiddenColumns: unseen.map(column => columnTitle(rows, column)),
    struckRows: struck.map(lineText),
  }
}

/** By name, in any case. */
const sheetNamed = (sheets: readonly Sheet[], name: string) =>
  sheets.find(sheet => sheet.name === name) ??
  sheets.find(sheet => sheet.name.trim().toLowerCase() === name.trim().toLowerCase())

const isList = ({ rows }: Sheet) => rows.filter(isFilled).slice(0, TITLE_LINES).some(isHeading)
const isHeading = ({ cells }: SheetRow) => columnsNamed(cells.map(({ text }) => text)) >= HEADINGS_AT_LEAST
const isFilledCell = ({ text, fault }: SheetCell) => text !== '' || fault !== undefined
const isFilled = ({ cells }: SheetRow) => cells.some(isFilledCell)

/** Whether each filled cell of a row is struck through. */
const isStruckRow = ({ cells }: SheetRow) =>
  cells.filter(isFilledCell).every(({ isStruck }) => isStruck) && cells.filter(isFilledCell).length > 1

const textIn = ({ cells }: SheetRow, column: number) => cells.find(one => one.column === column)?.text ?? ''

function gridRow(row: SheetRow, without: readonly number[]): Grid['rows'][number] {
  const isStruck = isStruckRow(row)
  const kept = row.cells.filter(({ column }) => !without.includes(column))
  const width = Math.max(0, ...kept.map(({ column }) => column))
  const byColumn = new Map(kept.map(cell => [cell.column, cell]))
  const cells = Array.from({ length: width }, (_, index): GridCell => {
    const place = { line: row.number, column: index + 1, unit: 'cell' as const }
    const cell = byColumn.get(index + 1)
    if (!cell) return { text: '', place }
    const { text, fault, serial } = cell
    const struck =
      cell.isStruck && text !== '' && !isStruck ? { kind: 'struck' as const, kept: null } : undefined
    const wrong = fault ?? struck
    return {
      text: text.normalize('NFC'),
      place,
      ...(wrong ? { fault: wrong } : {}),
      ...(serial ? { serial } : {}),
    }
  })
  return { line: row.number, cells }
}

const lineText = ({ number, cells }: SheetRow): LineText => ({
  line: number,
  text: cells
    .map(({ text }) => text)
    .filter(text => text !== '')
    .slice(0, 3)
    .join(' '),
})

/** `L until`: the column's letters and its first text. */
function columnTitle(rows: readonly SheetRow[], column: number): string {
  const first = rows.find(isHeading) ?? rows[0]
  return `${columnLetters(column)} ${first ? textIn(first, column) : ''}`.trim()
}
