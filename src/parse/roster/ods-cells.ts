import { elementsOf, type XmlElement } from '../word/word-parts.js'
import type { SheetCell } from './sheet.js'
import { dayText } from './xlsx-cells.js'
import { isListDay } from './xlsx-text.js'

/** Equal adjacent rows or cells that are kept; empty ones are only counted. */
export const REPEATED_AT_MOST = 1000
export type Looks = { struck: ReadonlySet<string>; hidden: ReadonlySet<string> }

export const repeated = ({ attributes }: XmlElement, what: 'rows' | 'columns') =>
  Math.max(1, Number(attributes[`table:number-${what}-repeated`] ?? '1') || 1)

/** A cell over several rows of a column, and how many rows remain. */
export type Spans = Map<number, { left: number; cell: CellRead }>

/** The filled cells of a row, none where only cells above extend into it; null when far more than in a list. */
export function cellsOf(row: XmlElement, looks: Looks, spans: Spans): SheetCell[] | null {
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

/** A number as shown if only leading zeros were added; else as stored. */
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

/** The ISO day of a number, years 1955 to 2099; else null. */
const dayOfNumber = (days: number) => (isListDay(days) ? dayText(Math.floor(days)) : null)
