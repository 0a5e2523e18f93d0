import { columnLetters } from '../../model/problem/cell-name.js'
import { EMPTY_GRID, type Grid, type GridCell } from './grid.js'
import { columnsNamed } from './heading.js'
import { TITLE_LINES } from './table.js'
import type { LineText } from './table-columns.js'
import { HEADINGS_AT_LEAST } from './table-rows.js'

/** A cell of a sheet as a person sees it; columns count from 1. */
export type SheetCell = Omit<GridCell, 'place'> & { column: number; isStruck: boolean }
export type SheetRow = { number: number; isHidden: boolean; cells: SheetCell[] }
export type Sheet = { name: string; isHidden: boolean; rows: SheetRow[]; hiddenColumns: number[] }

/** What a person has decided of a workbook; null: not yet. */
export type SheetWishes = { sheet: string | null; hidden: TakeOrLeave | null; struck: TakeOrLeave | null }
export type TakeOrLeave = 'take' | 'leave'

/** The list on one sheet, and what of it, or beside it, a person has to decide. */
export type SheetRead = {
  grid: Grid
  name: string
  /** Other sheets that hold a list: visible ones, of which one has to be chosen, and hidden ones, which are left. */
  others: string[]
  hiddenSheets: string[]
  hiddenRows: LineText[]
  hiddenColumns: string[]
  struckRows: LineText[]
}

/**
 * The list of a workbook: of the sheet that is wished for, else of the first visible one that names our columns, else of the first
 * visible one, for what is wrong with it to be said. Null where that name is no sheet's, or nothing visible holds anything.
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

/** By its name, without regard to case. */
const sheetNamed = (sheets: readonly Sheet[], name: string) =>
  sheets.find(sheet => sheet.name === name) ??
  sheets.find(sheet => sheet.name.trim().toLowerCase() === name.trim().toLowerCase())

const isList = ({ rows }: Sheet) => rows.filter(isFilled).slice(0, TITLE_LINES).some(isHeading)
const isHeading = ({ cells }: SheetRow) => columnsNamed(cells.map(({ text }) => text)) >= HEADINGS_AT_LEAST
const isFilledCell = ({ text, fault }: SheetCell) => text !== '' || fault !== undefined
const isFilled = ({ cells }: SheetRow) => cells.some(isFilledCell)

/** A line through each cell that holds something. */
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

/** `L until`: the column's letters, and what stands first in it. */
function columnTitle(rows: readonly SheetRow[], column: number): string {
  const first = rows.find(isHeading) ?? rows[0]
  return `${columnLetters(column)} ${first ? textIn(first, column) : ''}`.trim()
}
