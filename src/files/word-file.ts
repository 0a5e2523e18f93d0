import type { WordDocument, WordParagraph, WordRow, WordTable } from '../model/word/document.js'
import { elementAt, elementsOf, type PartsFault, wordParts, type XmlElement, xmlTree } from './word-parts.js'
import { type InlineState, readRuns } from './word-runs.js'
import { numberingOf, type WordSheet, wordSheet } from './word-styles.js'

/** Why a Word file can't be read. `old-or-locked`: the binary format before 2007, or a password (MS-OFFCRYPTO). */
export type WordFileFault = PartsFault | 'old-or-locked'

const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const PASSED_THROUGH = new Set([
  'w:ins',
  'w:moveTo',
  'w:customXml',
  'w:smartTag',
  'w:sdt',
  'w:sdtContent',
  'mc:AlternateContent',
  'mc:Choice',
])

/**
 * The bytes of a `.docx` (ECMA-376, WordprocessingML) as paragraphs and tables. Tracked changes as if all were
 * accepted: insertions in, deletions out. Of the formatting, what an update can carry: headings, lists, bold, italics,
 * links, tables. Comments, notes, pictures and boxes are named at their paragraph.
 */
export function readWordFile(bytes: Uint8Array): { document: WordDocument } | { fault: WordFileFault } {
  if (COMPOUND_FILE.every((byte, index) => bytes[index] === byte)) return { fault: 'old-or-locked' }
  const parts = wordParts(bytes)
  if (typeof parts === 'string') return { fault: parts }
  const name = mainPart(parts)
  const trees: (XmlElement | undefined)[] = []
  for (const part of [name, 'word/styles.xml', 'word/numbering.xml', relationsOf(name)]) {
    const text = parts.get(part)
    const tree = text === undefined ? undefined : xmlTree(text)
    if (typeof tree === 'string') return { fault: tree }
    trees.push(tree)
  }
  const [main, styles, numbering, relations] = trees
  const body = elementAt(main, 'w:body')
  if (!body) return { fault: 'broken' }
  return { document: { blocks: blocksOf(body, wordSheet(styles, numbering, relations)) } }
}

/** Word on the web also writes `word/document2.xml`; the package says which part is the document. */
function mainPart(parts: Map<string, string>): string {
  const relations = xmlTree(parts.get('_rels/.rels') ?? '<none/>')
  if (typeof relations === 'string') return 'word/document.xml'
  const main = elementsOf(relations).find(({ attributes }) => attributes.Type?.endsWith('/officeDocument'))
  return main?.attributes.Target?.replace(/^\//, '') ?? 'word/document.xml'
}

const relationsOf = (part: string) => `word/_rels/${part.replace('word/', '')}.rels`

/** Where the reading stands: a paragraph whose mark was deleted runs on into the next one. */
type Reading = {
  sheet: WordSheet
  inline: InlineState
  carried: Pick<WordParagraph, 'runs' | 'faults'> | null
}

function blocksOf(body: XmlElement, sheet: WordSheet): WordDocument['blocks'] {
  const blocks: WordDocument['blocks'] = []
  const reading: Reading = { sheet, inline: { fields: [] }, carried: null }
  readBlocks(body, reading, block => blocks.push(block))
  if (reading.carried) blocks.push({ kind: 'paragraph', heading: 0, list: null, ...reading.carried })
  return blocks
}

function readBlocks(parent: XmlElement, reading: Reading, add: (block: WordParagraph | WordTable) => void) {
  for (const child of elementsOf(parent)) {
    if (child.name === 'w:p') addParagraph(child, reading, add)
    else if (child.name === 'w:tbl') add({ kind: 'table', rows: rowsOf(child, reading) })
    else if (child.name === 'w:altChunk') add(withFault('box'))
    else if (PASSED_THROUGH.has(child.name) && !showsPlaceholder(child)) readBlocks(child, reading, add)
  }
}

const withFault = (fault: 'box'): WordParagraph => ({
  kind: 'paragraph',
  heading: 0,
  list: null,
  runs: [],
  faults: [fault],
})

/** A form field that nobody has filled in. */
function showsPlaceholder(element: XmlElement): boolean {
  return elementAt(element, 'w:sdtPr', 'w:showingPlcHdr') !== undefined
}

function addParagraph(element: XmlElement, reading: Reading, add: (block: WordParagraph) => void) {
  const { sheet, inline, carried } = reading
  const properties = elementAt(element, 'w:pPr')
  const { runs, faults } = readRuns(element, sheet, inline)
  const content = {
    runs: [...(carried?.runs ?? []), ...runs],
    faults: [...(carried?.faults ?? []), ...faults],
  }
  const mark = elementAt(properties, 'w:rPr')
  const markIsGone = elementAt(mark, 'w:del') ?? elementAt(mark, 'w:moveFrom')
  reading.carried = markIsGone ? content : null
  if (!markIsGone) add({ kind: 'paragraph', ...shapeOf(properties, sheet), ...content })
}

function shapeOf(
  properties: XmlElement | undefined,
  sheet: WordSheet,
): Pick<WordParagraph, 'heading' | 'list'> {
  const id = elementAt(properties, 'w:pStyle')?.attributes['w:val']
  const style = sheet.style(id)
  const outline = Number(elementAt(properties, 'w:outlineLvl')?.attributes['w:val'] ?? '9')
  const heading = style.heading || (outline < 9 ? outline + 1 : 0)
  if (heading > 0) return { heading, list: null }
  const numbering = numberingOf(elementAt(properties, 'w:numPr')) ?? style.numbering
  if (numbering === null || numbering.id === '0') return { heading, list: null }
  const format = sheet.listFormat(numbering.id, numbering.level) ?? 'bullet'
  return {
    heading,
    list: format === 'none' ? null : { ordered: format !== 'bullet', level: numbering.level },
  }
}

function rowsOf(table: XmlElement, reading: Reading): WordRow[] {
  const rows: WordRow[] = []
  let number = 0
  const walk = (parent: XmlElement) => {
    for (const child of elementsOf(parent)) {
      if (child.name !== 'w:tr') {
        if (PASSED_THROUGH.has(child.name)) walk(child)
        continue
      }
      number += 1
      if (elementAt(child, 'w:trPr', 'w:del')) continue
      rows.push({ number, cells: cellsOf(child, reading) })
    }
  }
  walk(table)
  return rows
}

function cellsOf(row: XmlElement, reading: Reading): WordRow['cells'] {
  const cells: WordRow['cells'] = []
  const walk = (parent: XmlElement) => {
    for (const child of elementsOf(parent)) {
      if (child.name === 'w:tc') cells.push(...cellOf(child, reading))
      else if (PASSED_THROUGH.has(child.name)) walk(child)
    }
  }
  walk(row)
  return cells
}

/** A cell over several columns is followed by as many empty ones; a table within a cell by its paragraphs. */
function cellOf(cell: XmlElement, reading: Reading): WordRow['cells'] {
  const properties = elementAt(cell, 'w:tcPr')
  if (elementAt(properties, 'w:cellDel')) return []
  const paragraphs: WordParagraph[] = []
  const inCell: Reading = { ...reading, carried: null }
  readBlocks(cell, inCell, block => {
    if (block.kind === 'paragraph') paragraphs.push(block)
    else paragraphs.push(...block.rows.flatMap(({ cells }) => cells.flat()))
  })
  if (inCell.carried) paragraphs.push({ kind: 'paragraph', heading: 0, list: null, ...inCell.carried })
  const span = Number(elementAt(properties, 'w:gridSpan')?.attributes['w:val'] ?? '1')
  const empty = Array.from({ length: Math.min(Math.max(0, span - 1), 20) }, () => [])
  return [paragraphs, ...empty]
}
