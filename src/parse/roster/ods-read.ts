import {
  elementAt,
  elementsOf,
  type PartsFault,
  wordParts,
  type XmlElement,
  xmlTree,
} from '../word/word-parts.js'
import { cellsOf, type Looks, REPEATED_AT_MOST, repeated, type Spans } from './ods-cells.js'
import type { Sheet, SheetRow } from './sheet.js'
import { SHEET_LIMITS } from './sheet-limits.js'

const WANTED = /^(?:content\.xml|META-INF\/manifest\.xml)$/

/**
 * The sheets of an OpenDocument spreadsheet (ODF 1.3 part 3, §9), like those of a workbook: struck, hidden, erroneous and uncomputed cells are
 * marked.
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

/** Names of the styles that strike text through, and of those that hide a sheet. */
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

/** Rows and columns, including those in groups and headers. */
function inGroups(parent: XmlElement, name: string): XmlElement[] {
  return elementsOf(parent).flatMap(child => {
    if (child.name === name) return [child]
    return /^table:table-(?:header-)?(?:row|column)(?:s|-group)$/.test(child.name)
      ? inGroups(child, name)
      : []
  })
}

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
