import { isBlank, plainText, type WordParagraph, type WordRow } from './document.js'
import { elementAt, elementsOf, isOn, type XmlElement } from './word-parts.js'
import { promptFaults, showsPrompt } from './word-prompts.js'
import { markHeld } from './word-runs.js'
import type { WordSheet } from './word-styles.js'

/** How a cell's paragraphs are read, including nested tables. */
export type TableReading = { sheet: WordSheet; paragraphsOf: (cell: XmlElement) => WordParagraph[] }

type Cells = WordRow['cells']
/** The text of a cell that continues downwards, by its first column. */
type Above = Map<number, WordParagraph[]>

/** Elements that only contain blocks, rows or cells. */
export const PASSED_THROUGH = new Set(['w:ins', 'w:moveTo', 'w:customXml', 'w:smartTag', 'w:sdtContent'])
const SPAN_LIMIT = 20
/** Longer texts aren't repeated per row, so that a table stays linear in its file. */
const REPEATED_LIMIT = 200

/** The rows of a table, tracked changes accepted. A vertically merged cell applies to each row. */
export function readRows(table: XmlElement, reading: TableReading): WordRow[] {
  const rows: WordRow[] = []
  const above: Above = new Map()
  let number = 0
  const walk = (parent: XmlElement) => {
    for (const child of elementsOf(parent)) {
      if (child.name !== 'w:tr') {
        if (child.name === 'w:sdt' || PASSED_THROUGH.has(child.name)) walk(child)
        continue
      }
      number += 1
      if (elementAt(child, 'w:trPr', 'w:del')) continue
      rows.push({ number, cells: cellsOf(child, reading, above) })
    }
  }
  walk(table)
  return rows
}

function cellsOf(row: XmlElement, reading: TableReading, above: Above): Cells {
  const properties = elementAt(row, 'w:trPr')
  const cells: Cells = emptyCells(spanOf(elementAt(properties, 'w:gridBefore'), 0))
  const isHidden = isOn(elementAt(properties, 'w:hidden'))
  const walk = (parent: XmlElement, control: XmlElement | null) => {
    for (const child of elementsOf(parent)) {
      if (child.name === 'w:tc') cells.push(...cellOf(child, control, cells.length, reading, above))
      else if (child.name === 'w:sdt') walk(child, child)
      else if (PASSED_THROUGH.has(child.name)) walk(child, control)
    }
  }
  walk(row, null)
  return isHidden ? cells.map(hiddenCell) : cells
}

/** `control`: the form field around the cell. A cell over several columns is followed by empty ones. */
function cellOf(
  cell: XmlElement,
  control: XmlElement | null,
  column: number,
  reading: TableReading,
  above: Above,
): Cells {
  const properties = elementAt(cell, 'w:tcPr')
  if (elementAt(properties, 'w:cellDel')) return []
  const own =
    control && showsPrompt(control, reading.sheet)
      ? promptOnly(control, reading.sheet)
      : reading.paragraphsOf(cell)
  if (control)
    markHeld(
      own.flatMap(({ runs }) => runs),
      control,
    )
  const empty = emptyCells(spanOf(elementAt(properties, 'w:gridSpan'), 1) - 1)
  return [mergedDown(properties, own, column, above), ...empty]
}

function promptOnly(control: XmlElement, sheet: WordSheet): WordParagraph[] {
  const faults = promptFaults(control, sheet)
  return faults.length > 0 ? [{ kind: 'paragraph', heading: 0, list: null, runs: [], faults }] : []
}

/** ECMA-376 §17.4.84: `restart` begins a merged cell, one without value continues it. */
function mergedDown(
  properties: XmlElement | undefined,
  own: WordParagraph[],
  column: number,
  above: Above,
): WordParagraph[] {
  const merge = elementAt(properties, 'w:vMerge')
  if (merge && merge.attributes['w:val'] !== 'restart') return above.get(column) ?? own
  const length = own.reduce((sum, paragraph) => sum + plainText(paragraph).length, 0)
  if (merge && length <= REPEATED_LIMIT) above.set(column, own)
  else above.delete(column)
  return own
}

function hiddenCell(paragraphs: WordParagraph[]): WordParagraph[] {
  return paragraphs.map(paragraph => ({
    ...paragraph,
    runs: [],
    faults: isBlank(paragraph) ? [] : ['hidden'],
  }))
}

function spanOf(element: XmlElement | undefined, otherwise: number): number {
  const span = Number(element?.attributes['w:val'] ?? otherwise)
  return Number.isInteger(span) ? Math.min(Math.max(span, otherwise), SPAN_LIMIT) : otherwise
}

const emptyCells = (count: number): Cells => Array.from({ length: Math.max(0, count) }, () => [])
