import {
  opensLanguage,
  plainText,
  type WordDocument,
  type WordItem,
  type WordParagraph,
  type WordTable,
} from './document.js'
import { type Counting, newCounting, nextLabel, restart } from './numbering.js'
import { drawingFaults } from './odt-drawings.js'
import { levelFrom } from './odt-formats.js'
import { type OdtList, type OdtLists, odtLists, startFrom } from './odt-lists.js'
import { isFlatOdt, type OdtFault, packedTexts } from './odt-package.js'
import { readOdtRuns } from './odt-runs.js'
import { type OdtSheet, odtSheet } from './odt-styles.js'
import { readOdtRows } from './odt-tables.js'
import { elementAt, elementsOf, type XmlElement, xmlTree } from './word-parts.js'

const NOT_TEXT = new Set(['text:tracked-changes', 'text:sequence-decls', 'office:forms', 'text:list-header'])

/**
 * An OpenDocument text, packed or flat (ODF 1.2 and 1.3), in the form of a Word file: paragraphs, tables, faults. Tracked changes count as accepted:
 * deletions are stored apart from the text.
 */
export function readOdtFile(bytes: Uint8Array): { document: WordDocument } | { fault: OdtFault } {
  const texts = isFlatOdt(bytes) ? flatText(bytes) : packedTexts(bytes)
  if (typeof texts === 'string') return { fault: texts }
  const roots: XmlElement[] = []
  for (const text of texts) {
    const tree = xmlTree(text, () => true)
    if (typeof tree === 'string') return { fault: tree }
    roots.push(tree)
  }
  const body = elementAt(roots[0], 'office:body', 'office:text')
  if (!body) return { fault: 'broken' }
  return { document: { blocks: blocksOf(body, roots) } }
}

type Reading = { sheet: OdtSheet; lists: OdtLists; counting: Counting }
type Block = WordParagraph | WordTable
type Add = (block: Block) => void

function blocksOf(body: XmlElement, roots: readonly XmlElement[]): Block[] {
  const blocks: Block[] = []
  const reading: Reading = { sheet: odtSheet(roots), lists: odtLists(roots), counting: newCounting() }
  walkBlocks(body, reading, block => blocks.push(block))
  return blocks
}

function walkBlocks(parent: XmlElement, reading: Reading, add: Add): void {
  for (const child of elementsOf(parent)) {
    if (child.name === 'text:p' || child.name === 'text:h') addParagraph(child, null, reading, add)
    else if (child.name === 'text:list') walkList(child, null, reading, add)
    else if (child.name === 'table:table') addTable(child, reading, add)
    else if (child.name === 'text:section' && child.attributes['text:display'] === 'none')
      add({ ...NOTHING, faults: ['hidden'] })
    else if (child.name.startsWith('draw:')) addDrawing(child, add)
    else if (child.name.startsWith('text:') && !NOT_TEXT.has(child.name)) walkBlocks(child, reading, add)
  }
}

const NOTHING: WordParagraph = { kind: 'paragraph', heading: 0, list: null, runs: [], faults: [] }

function addDrawing(drawing: XmlElement, add: Add): void {
  const faults = drawingFaults(drawing)
  if (faults.length > 0) add({ ...NOTHING, faults })
}

/** An item's first paragraph has its label; further ones belong to it without one. */
function walkList(element: XmlElement, outer: OdtList | null, reading: Reading, add: Add): void {
  const list = reading.lists.listAt(element, outer)
  for (const item of elementsOf(element)) {
    let isLabelled = item.name !== 'text:list-item'
    for (const child of elementsOf(item)) {
      if (child.name === 'text:list') walkList(child, list, reading, add)
      else if (child.name === 'text:p' || child.name === 'text:h') {
        addParagraph(child, isLabelled ? null : labelled(list, item, reading), reading, add)
        isLabelled = true
      }
    }
  }
}

function labelled(list: OdtList, item: XmlElement, { counting }: Reading): WordItem | null {
  const from = startFrom(item.attributes['text:start-value'])
  const label = nextLabel(list, list.depth, counting, from)
  return label === '' ? null : { level: list.depth, label }
}

function addParagraph(element: XmlElement, list: WordItem | null, reading: Reading, add: Add): void {
  const { sheet, counting } = reading
  const content = readOdtRuns(element, sheet)
  const heading = headingOf(element, sheet)
  if (list === null && opensLanguage(plainText(content))) restart(counting)
  const own = list ?? (heading > 0 ? numbered(element, heading, reading) : null)
  add({ kind: 'paragraph', heading, list: own, ...content })
}

function headingOf({ name, attributes }: XmlElement, sheet: OdtSheet): number {
  const style = sheet.style('paragraph', attributes['text:style-name'])
  return name === 'text:h' ? levelFrom(attributes['text:outline-level']) || style.heading || 1 : style.heading
}

/** A heading's number, where the document numbers them. */
function numbered(
  { attributes }: XmlElement,
  heading: number,
  { lists, counting }: Reading,
): WordItem | null {
  if (!lists.outline || attributes['text:is-list-header'] === 'true') return null
  const label = nextLabel(lists.outline, heading - 1, counting, startFrom(attributes['text:start-value']))
  return label ? { level: heading - 1, label } : null
}

function addTable(element: XmlElement, reading: Reading, add: Add): void {
  add({ kind: 'table', rows: readOdtRows(element, cell => paragraphsIn(cell, reading)) })
}

/** A table within a cell is read as paragraphs. */
function paragraphsIn(cell: XmlElement, reading: Reading): WordParagraph[] {
  const paragraphs: WordParagraph[] = []
  walkBlocks(cell, reading, block => {
    if (block.kind === 'paragraph') paragraphs.push(block)
    else paragraphs.push(...block.rows.flatMap(({ cells }) => cells.flat()))
  })
  return paragraphs
}

function flatText(bytes: Uint8Array): string[] | OdtFault {
  try {
    return [new TextDecoder('utf-8', { fatal: true }).decode(bytes)]
  } catch {
    return 'broken'
  }
}
