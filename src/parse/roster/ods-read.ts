import {
  elementAt,
  elementsOf,
  type PartsFault,
  wordParts,
  type XmlElement,
  xmlTree,
} from '../word/word-parts.js'
import type { Sheet, SheetCell, SheetRow } from './sheet.js'
import { SHEET_LIMITS } from './sheet-limits.js'
import { dayOfNumber } from './xlsx-cells.js'

/** What a list has of equal rows or cells side by side; empty ones are only counted. */
const REPEATED_AT_MOST = 1000
const WANTED = /^(?:content\.xml|META-INF\/manifest\.xml)$/

/**
 * The sheets of an OpenDocument spreadsheet (ODF 1.3 part 3, §9), as those of a workbook: what is struck, hidden, an error or not
 * computed is marked as that.
 */
export function readOds(bytes: Uint8Array): { sheets: Sheet[] } | { fault: PartsFault | 'empty' | 'locked' } {
  const parts = wordParts(bytes, WANTED, SHEET_LIMITS.bytes)
  if (typeof parts === 'string') return { fault: parts }
  if (parts.get('META-INF/manifest.xml')?.includes('encryption-data')) return { fault: 'locked' }
  const tree = xmlTree(parts.get('content.xml') ?? '', () => true, SHEET_LIMITS.elements)
  if (typeof tree === 'string') return { fault: tree }
  const looks = looksOf(tree)
  const sheets: Sheet[] = []
  for (const table of elementsOf(elementAt(tree, 'office:body', 'office:spreadsheet'), 'table:table')) {
    const sheet = sheetOf(table, looks)
    if (!sheet) return { fault: 'too-large' }
    sheets.push(sheet)
  }
  return sheets.some(({ rows }) => rows.length > 0) ? { sheets } : { fault: 'empty' }
}

type Looks = { struck: ReadonlySet<string>; hidden: ReadonlySet<string> }

/** The names of the styles that strike a text through, and that hide a sheet. */
function looksOf(tree: XmlElement): Looks {
  const styles = elementsOf(elementAt(tree, 'office:automatic-styles'), 'style:style')
  const named = (isMeant: (style: XmlElement) => boolean) =>
    new Set(styles.filter(isMeant).map(({ attributes }) => attributes['style:name'] ?? ''))
  const through = (style: XmlElement) =>
    elementAt(style, 'style:text-properties')?.attributes['style:text-line-through-style'] ?? 'none'
  const display = (style: XmlElement) =>
    elementAt(style, 'style:table-properties')?.attributes['table:display'] ?? 'true'
  return {
    struck: named(style => through(style) !== 'none'),
    hidden: named(style => display(style) === 'false'),
  }
}

function sheetOf(table: XmlElement, looks: Looks): Sheet | null {
  const rows: SheetRow[] = []
  const spans: Spans = new Map()
  let number = 0
  for (const row of inGroups(table, 'table:table-row')) {
    const times = repeated(row, 'rows')
    const cells = cellsOf(row, looks, spans)
    if (cells === null || (cells.length > 0 && times > REPEATED_AT_MOST)) return null
    const isHidden = isHiddenBy(row)
    if (cells.length > 0)
      for (let index = 1; index <= times; index++) rows.push({ number: number + index, isHidden, cells })
    number += times
  }
  const { attributes } = table
  const isHidden = looks.hidden.has(attributes['table:style-name'] ?? '')
  return { name: attributes['table:name'] ?? '', isHidden, rows, hiddenColumns: hiddenColumns(table) }
}

/** Rows and columns, also those in groups and headers. */
function inGroups(parent: XmlElement, name: string): XmlElement[] {
  return elementsOf(parent).flatMap(child => {
    if (child.name === name) return [child]
    return /^table:table-(?:header-)?(?:row|column)(?:s|-group)$/.test(child.name)
      ? inGroups(child, name)
      : []
  })
}

const repeated = ({ attributes }: XmlElement, what: 'rows' | 'columns') =>
  Math.max(1, Number(attributes[`table:number-${what}-repeated`] ?? '1') || 1)
const isHiddenBy = ({ attributes }: XmlElement) =>
  /^(?:collapse|filter)$/.test(attributes['table:visibility'] ?? '')

function hiddenColumns(table: XmlElement): number[] {
  let column = 0
  return inGroups(table, 'table:table-column').flatMap(element => {
    const [first, times] = [column + 1, repeated(element, 'columns')]
    column += times
    if (!isHiddenBy(element)) return []
    return Array.from({ length: Math.min(times, REPEATED_AT_MOST) }, (_, index) => first + index)
  })
}

/** A cell over several rows of one column, and how many of them are to come. */
type Spans = Map<number, { left: number; cell: CellRead }>

/** The cells of a row that hold something, none where only cells above reach into it; null when there are far more than in a list. */
function cellsOf(row: XmlElement, looks: Looks, spans: Spans): SheetCell[] | null {
  const cells: SheetCell[] = []
  let [column, own] = [1, 0]
  for (const element of elementsOf(row).filter(({ name }) => CELLS.has(name))) {
    const times = repeated(element, 'columns')
    const span = element.name === COVERED ? spans.get(column) : undefined
    const covering = span && span.left > 0 ? span.cell : null
    if (span) span.left -= 1
    const read = covering ?? cellRead(element, looks)
    if (read.text !== '' || read.fault) {
      if (column + times > REPEATED_AT_MOST) return null
      for (let index = 0; index < times; index++) cells.push({ ...read, column: column + index })
      if (!covering) own += 1
    }
    const { 'table:number-rows-spanned': rows = '1', 'table:number-columns-spanned': columns = '1' } =
      element.attributes
    if (Number(rows) > 1 && columns === '1') spans.set(column, { left: Number(rows) - 1, cell: read })
    column += times
  }
  return own > 0 ? cells : []
}

const COVERED = 'table:covered-table-cell'
const CELLS = new Set(['table:table-cell', COVERED])

type CellRead = Omit<SheetCell, 'column'>

function cellRead(element: XmlElement, looks: Looks): CellRead {
  const { attributes } = element
  const type = attributes['office:value-type'] ?? ''
  const style = looks.struck.has(attributes['table:style-name'] ?? '')
  const runs = elementsOf(element, 'text:p').flatMap((paragraph, index) => [
    ...(index > 0 ? [{ text: ' ', isStruck: style }] : []),
    ...runsOf(paragraph, looks, style),
  ])
  const shown = tidy(runs.map(({ text }) => text).join(''))
  const said = runs.filter(({ text }) => text.trim() !== '')
  const struck = said.filter(run => run.isStruck).length
  const isStruck = struck > 0 && struck === said.length
  if (attributes['calcext:value-type'] === 'error')
    return { text: shown || '#N/A', isStruck, fault: { kind: 'error', kept: null } }
  if (attributes['table:formula'] !== undefined && type === '' && shown === '')
    return { text: '', isStruck, fault: { kind: 'formula', kept: null } }
  if (type === 'date')
    return { text: (attributes['office:date-value'] ?? shown).slice(0, 16).replace(/T00:00$/, ''), isStruck }
  if (type === 'boolean')
    return { text: attributes['office:boolean-value'] === 'true' ? 'yes' : 'no', isStruck }
  if (type === 'float') return { ...numberRead(attributes['office:value'] ?? '', shown), isStruck }
  if (struck > 0 && !isStruck) {
    const kept = tidy(runs.map(run => (run.isStruck ? '' : run.text)).join(''))
    return { text: shown, isStruck: false, fault: { kind: 'struck', kept } }
  }
  const link = linkIn(element)
  return { text: link && shown !== '' && !shown.includes('@') ? link : shown, isStruck }
}

/** A number as it shows where only zeros stand before it; else as it is. */
function numberRead(value: string, shown: string): Pick<CellRead, 'text' | 'serial'> {
  const number = Number(value)
  const text = Number.isInteger(number) ? number.toFixed(0) : value
  if (/^0\d{1,20}$/.test(shown) && Number(shown) === number) return { text: shown }
  const serial = dayOfNumber(number)
  return serial === null ? { text } : { text, serial }
}

type Run = { text: string; isStruck: boolean }

function runsOf(element: XmlElement, looks: Looks, isStruck: boolean): Run[] {
  return element.children.flatMap((child): Run[] => {
    if (typeof child === 'string') return [{ text: child, isStruck }]
    if (child.name === 'text:s' || child.name === 'text:tab' || child.name === 'text:line-break')
      return [{ text: ' ', isStruck }]
    if (child.name === 'office:annotation' || child.name === 'text:ruby-text') return []
    const style = child.attributes['text:style-name']
    return runsOf(child, looks, style === undefined ? isStruck : isStruck || looks.struck.has(style))
  })
}

function linkIn(element: XmlElement): string | undefined {
  for (const paragraph of elementsOf(element, 'text:p')) {
    const link = elementsOf(paragraph, 'text:a')[0]?.attributes['xlink:href'] ?? ''
    if (/^mailto:/i.test(link)) return link
  }
  return undefined
}

const tidy = (text: string) => text.replace(/[ \t\r\n]+/g, ' ').trim()
