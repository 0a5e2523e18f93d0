import { isBlank, plainText, type WordParagraph, type WordRow } from './document.js'
import { elementsOf, type XmlElement } from './word-parts.js'

type Cells = WordRow['cells']
type Spanning = { rows: number; paragraphs: WordParagraph[] }
type Reading = {
  paragraphsOf: (cell: XmlElement) => WordParagraph[]
  /** The text of a cell over several rows, by its first column. */
  above: Map<number, Spanning>
}

const HOLDERS = new Set(['table:table-rows', 'table:table-header-rows', 'table:table-row-group'])
const REPEATED_LIMIT = 20
/** Longer texts aren't repeated per row, so that a table stays linear in its file. */
const REPEATED_TEXT_LIMIT = 200

/** The rows of a table (ODF 1.3 part 3, §9). A cell over several rows applies to each. */
export function readOdtRows(
  table: XmlElement,
  paragraphsOf: (cell: XmlElement) => WordParagraph[],
): WordRow[] {
  const rows: WordRow[] = []
  const reading: Reading = { paragraphsOf, above: new Map() }
  let number = 0
  const walk = (parent: XmlElement) => {
    for (const child of elementsOf(parent)) {
      if (HOLDERS.has(child.name)) walk(child)
      if (child.name !== 'table:table-row') continue
      const cells = cellsOf(child, reading)
      for (let count = repeated(child, 'table:number-rows-repeated'); count > 0; count--) {
        number += 1
        rows.push({ number, cells })
      }
    }
  }
  walk(table)
  return rows
}

function cellsOf(row: XmlElement, reading: Reading): Cells {
  const cells: Cells = []
  for (const child of elementsOf(row)) {
    const isCovered = child.name === 'table:covered-table-cell'
    if (!isCovered && child.name !== 'table:table-cell') continue
    for (let count = repeated(child, 'table:number-columns-repeated'); count > 0; count--)
      cells.push(isCovered ? coveredCell(cells.length, reading) : ownCell(child, cells.length, reading))
  }
  const isHidden = ['collapse', 'filter'].includes(row.attributes['table:visibility'] ?? '')
  return isHidden ? cells.map(hiddenCell) : cells
}

function ownCell(cell: XmlElement, column: number, { paragraphsOf, above }: Reading): WordParagraph[] {
  const paragraphs = paragraphsOf(cell)
  const rows = Number(cell.attributes['table:number-rows-spanned'] ?? '1')
  const length = paragraphs.reduce((sum, paragraph) => sum + plainText(paragraph).length, 0)
  above.delete(column)
  if (rows > 1 && length <= REPEATED_TEXT_LIMIT) above.set(column, { rows: rows - 1, paragraphs })
  return paragraphs
}

/** Below a covering cell, its text; beside it, nothing. */
function coveredCell(column: number, { above }: Reading): WordParagraph[] {
  const covering = above.get(column)
  if (!covering || covering.rows === 0) return []
  covering.rows -= 1
  return covering.paragraphs
}

function hiddenCell(paragraphs: WordParagraph[]): WordParagraph[] {
  return paragraphs.map(paragraph => ({
    ...paragraph,
    runs: [],
    faults: isBlank(paragraph) ? [] : ['hidden'],
  }))
}

function repeated({ attributes }: XmlElement, name: string): number {
  const count = Number(attributes[name] ?? '1')
  return count >= 1 ? Math.min(count, REPEATED_LIMIT) : 1
}
