import { elementAt, elementsOf, type XmlElement } from '../word/word-parts.js'
import type { Sheet, SheetCell, SheetRow } from './sheet.js'
import {
  type Book,
  type CellRead,
  dayText,
  isListDay,
  numberText,
  richText,
  textIn,
  tidy,
} from './xlsx-text.js'

/** More columns than any list has. */
const WIDEST = 1000

/** The rows of a worksheet that hold something; `linkOf` gives the address that a cell links to. Null when it is far wider than a list. */
export function sheetRows(
  worksheet: XmlElement,
  book: Book,
  linkOf: (cell: string) => string | undefined,
): Pick<Sheet, 'rows' | 'hiddenColumns'> | null {
  const rows: SheetRow[] = []
  let number = 0
  for (const row of elementsOf(elementAt(worksheet, 'sheetData'), 'row')) {
    number = Number(row.attributes.r ?? number + 1)
    const cells = cellsOf(row, book, linkOf)
    if (cells.some(({ column }) => column > WIDEST)) return null
    rows.push({ number, isHidden: isHiddenRow(row), cells })
  }
  fillMerged(rows, worksheet)
  return { rows, hiddenColumns: hiddenColumns(worksheet) }
}

const isYes = (value: string | undefined) => value === '1' || value === 'true'
const isHiddenRow = ({ attributes }: XmlElement) => isYes(attributes.hidden) || attributes.ht === '0'

function hiddenColumns(worksheet: XmlElement): number[] {
  return elementsOf(elementAt(worksheet, 'cols'), 'col').flatMap(({ attributes }) => {
    if (!isYes(attributes.hidden) && attributes.width !== '0') return []
    const [first, last] = [Number(attributes.min), Math.min(Number(attributes.max), WIDEST)]
    return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  })
}

function cellsOf(row: XmlElement, book: Book, linkOf: (cell: string) => string | undefined): SheetCell[] {
  let column = 0
  return elementsOf(row, 'c').map(cell => {
    const reference = cell.attributes.r
    column = reference ? columnOf(reference) : column + 1
    const read = cellRead(cell, book)
    const link = reference ? linkOf(reference) : undefined
    const text = link && !read.text.includes('@') && read.text !== '' ? link : read.text
    return { ...read, text, column }
  })
}

/** `AB12` is column 28. */
export function columnOf(reference: string): number {
  let column = 0
  for (const letter of reference.slice(0, 4).toUpperCase()) {
    const value = letter.charCodeAt(0) - 64
    if (value < 1 || value > 26) break
    column = column * 26 + value
  }
  return column
}

function cellRead(cell: XmlElement, book: Book): CellRead {
  const style = book.styleOf(Number(cell.attributes.s ?? '0'))
  const type = cell.attributes.t ?? 'n'
  const value = elementAt(cell, 'v')
  const written = textIn(value)
  const isStruck = style.isStruck
  const isComputed = type === 'str' || type === 'inlineStr' ? value !== undefined : written !== ''
  if (elementAt(cell, 'f') && !isComputed && type !== 'inlineStr')
    return { text: '', isStruck, fault: { kind: 'formula', kept: null } }
  if (type === 'e') return { text: written || '#N/A', isStruck, fault: { kind: 'error', kept: null } }
  if (type === 's') return richText(book.texts[Number(written)], isStruck)
  if (type === 'inlineStr') return richText(elementAt(cell, 'is'), isStruck)
  if (type === 'b') return { text: written === '1' || written === 'true' ? 'yes' : 'no', isStruck }
  if (type === 'd') return { text: written.replace(/T00:00(?::00(?:\.0{1,3})?)?Z?$/, ''), isStruck }
  if (type === 'str') return { text: tidy(written), isStruck }
  return { ...numberText(written, style, book), isStruck }
}

/** The ISO day that a number would be, of the years 1955 to 2099; else null. */
export const dayOfNumber = (days: number) => (isListDay(days) ? dayText(Math.floor(days)) : null)

/** A cell over several rows says the same for each of them. */
function fillMerged(rows: SheetRow[], worksheet: XmlElement): void {
  const byNumber = new Map(rows.map(row => [row.number, row]))
  for (const { attributes } of elementsOf(elementAt(worksheet, 'mergeCells'), 'mergeCell')) {
    const [first = '', last = ''] = (attributes.ref ?? '').split(':')
    const column = columnOf(first)
    if (last === '' || columnOf(last) !== column) continue
    const top = byNumber.get(rowOf(first))?.cells.find(cell => cell.column === column)
    if (!top) continue
    for (let number = rowOf(first) + 1; number <= Math.min(rowOf(last), rowOf(first) + WIDEST); number++) {
      const cells = byNumber.get(number)?.cells
      if (!cells?.some(({ text }) => text !== '')) continue
      const index = cells.findIndex(cell => cell.column === column)
      if (index < 0) cells.push({ ...top })
      else cells[index] = { ...top }
    }
  }
}

const rowOf = (reference: string) => Number(reference.replace(/\D/g, ''))
