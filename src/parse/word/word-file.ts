import type { WordDocument, WordParagraph } from './document.js'
import { newCounting } from './numbering.js'
import { type Add, addParagraph, type Reading } from './word-paragraphs.js'
import { elementAt, elementsOf, type PartsFault, wordParts, type XmlElement, xmlTree } from './word-parts.js'
import { promptFaults, showsPrompt } from './word-prompts.js'
import { alternativeOf, markHeld } from './word-runs.js'
import { type WordSheet, wordSheet } from './word-styles.js'
import { PASSED_THROUGH, readRows } from './word-tables.js'

/** Why a Word file can't be read. `old-or-locked`: the binary format before 2007, or a password (MS-OFFCRYPTO). */
export type WordFileFault = PartsFault | 'old-or-locked'
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]

/**
 * A `.docx` (ECMA-376, WordprocessingML) as paragraphs and tables, with tracked changes accepted. Keeps the formatting of updates: headings, lists,
 * bold, italics, links, tables. Comments, notes, pictures and boxes are reported at their paragraph.
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

/** Word on the web also writes `word/document2.xml`; the package names the main part. */
function mainPart(parts: Map<string, string>): string {
  const relations = xmlTree(parts.get('_rels/.rels') ?? '<none/>')
  if (typeof relations === 'string') return 'word/document.xml'
  const main = elementsOf(relations).find(({ attributes }) => attributes.Type?.endsWith('/officeDocument'))
  return main?.attributes.Target?.replace(/^\//, '') ?? 'word/document.xml'
}

const relationsOf = (part: string) => `word/_rels/${part.replace('word/', '')}.rels`

function blocksOf(body: XmlElement, sheet: WordSheet): WordDocument['blocks'] {
  const blocks: WordDocument['blocks'] = []
  const reading: Reading = { sheet, inline: { fields: [] }, counting: newCounting(), carried: null }
  readBlocks(body, reading, block => blocks.push(block))
  return blocks
}

/** The paragraphs and tables in an element, and the text carried over from a last paragraph without mark. */
function readBlocks(parent: XmlElement, reading: Reading, add: Add): void {
  walkBlocks(parent, reading, add)
  if (reading.carried) add({ ...NOTHING, ...reading.carried })
  reading.carried = null
}

const NOTHING: WordParagraph = { kind: 'paragraph', heading: 0, list: null, runs: [], faults: [] }

function walkBlocks(parent: XmlElement, reading: Reading, add: Add): void {
  for (const child of elementsOf(parent)) {
    if (child.name === 'w:p') addParagraph(child, reading, add)
    else if (child.name === 'w:tbl') addTable(child, reading, add)
    else if (child.name === 'w:altChunk' || child.name === 'w:subDoc') add({ ...NOTHING, faults: ['box'] })
    else if (child.name === 'w:sdt') walkControl(child, reading, add)
    else if (child.name === 'mc:AlternateContent') walkBlocks(alternativeOf(child) ?? child, reading, add)
    else if (PASSED_THROUGH.has(child.name)) walkBlocks(child, reading, add)
  }
}

function addTable(element: XmlElement, reading: Reading, add: Add): void {
  const paragraphsOf = (cell: XmlElement) => paragraphsIn(cell, reading)
  add({ kind: 'table', rows: readRows(element, { sheet: reading.sheet, paragraphsOf }) })
}

/** A table within a cell is read as paragraphs. */
function paragraphsIn(cell: XmlElement, reading: Reading): WordParagraph[] {
  const paragraphs: WordParagraph[] = []
  readBlocks(cell, { ...reading, carried: null }, block => {
    if (block.kind === 'paragraph') paragraphs.push(block)
    else paragraphs.push(...block.rows.flatMap(({ cells }) => cells.flat()))
  })
  return paragraphs
}

/** A form field around paragraphs. */
function walkControl(control: XmlElement, reading: Reading, add: Add): void {
  if (showsPrompt(control, reading.sheet)) {
    const faults = promptFaults(control, reading.sheet)
    if (faults.length > 0) add({ ...NOTHING, faults })
    return
  }
  const first: WordParagraph[] = []
  walkBlocks(control, reading, block => {
    if (block.kind === 'paragraph') first.push(block)
    add(block)
  })
  if (first.length === 1) markHeld(first[0]?.runs ?? [], control)
}
