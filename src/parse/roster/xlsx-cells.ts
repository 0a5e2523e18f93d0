import { elementAt, elementsOf, type XmlElement } from '../word/word-parts.js'
import type { Sheet, SheetCell, SheetRow } from './sheet.js'
import { type CellStyle, isStruckBy } from './xlsx-styles.js'
import { type Book, isListDay, textIn, tidy } from './xlsx-text.js'

/** More columns than any list has. */
const WIDEST = 1000

/** The non-empty rows of a worksheet; `linkOf` gives a cell's link target. Null when it is far wider than a list. */
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

/** A cell over several rows applies to each. */
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

function numberText(
  written: string,
  style: CellStyle,
  { isFrom1904 }: Book,
): Pick<CellRead, 'text' | 'serial'> {
  const number = Number(written)
  if (written === '' || !Number.isFinite(number)) return { text: written }
  const days = isFrom1904 ? number + 1462 : number
  if (style.isDate && days >= 1) return { text: dayText(days) }
  const text = Number.isInteger(number) ? number.toFixed(0) : String(number)
  if (style.zeros > text.length) return { text: text.padStart(style.zeros, '0') }
  return isListDay(days) ? { text, serial: dayText(Math.floor(days)) } : { text }
}

const DAY_MS = 86_400_000

/** Days since 30 December 1899 as an ISO date, with a time if there is one. */
export function dayText(days: number): string {
  const rounded = Math.round(days * 86_400) * 1000
  const at = new Date(Date.UTC(1899, 11, 30) + rounded)
  if (Number.isNaN(at.getTime())) return String(days)
  return at.toISOString().slice(0, rounded % DAY_MS === 0 ? 10 : 16)
}

/** A text of several runs, without East Asian pronunciation (`rPh`). */
function richText(item: XmlElement | undefined, isStruck: boolean): CellRead {
  const runs = elementsOf(item).flatMap(child => {
    if (child.name === 't') return [{ text: textIn(child), isStruck }]
    if (child.name !== 'r') return []
    const properties = elementAt(child, 'rPr')
    return [{ text: textIn(elementAt(child, 't')), isStruck: properties ? isStruckBy(properties) : isStruck }]
  })
  const said = runs.filter(({ text }) => text.trim() !== '')
  const text = tidy(runs.map(run => run.text).join(''))
  const struck = said.filter(run => run.isStruck).length
  if (struck === 0 || struck === said.length) return { text, isStruck: struck > 0 }
  const kept = tidy(runs.map(run => (run.isStruck ? '' : run.text)).join(''))
  return { text, isStruck: false, fault: { kind: 'struck', kept } }
}

type CellRead = Omit<SheetCell, 'column'>
