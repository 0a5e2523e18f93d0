import {
  elementAt,
  elementsOf,
  type PartsFault,
  wordParts,
  type XmlElement,
  xmlTree,
} from '../word/word-parts.js'
import type { Sheet } from './sheet.js'
import { SHEET_LIMITS } from './sheet-limits.js'
import { sheetRows } from './xlsx-cells.js'
import { cellStyles } from './xlsx-styles.js'
import type { Book } from './xlsx-text.js'

/** Why a workbook can't be read. */
export type WorkbookFault = PartsFault | 'empty'

const WANTED = /^(?:_rels\/\.rels|xl\/(?:_rels\/|worksheets\/(?:_rels\/)?)?[^/]{1,100}\.(?:xml|rels))$/i

/**
 * The sheets of an Excel workbook (ECMA-376, SpreadsheetML) as shown: ISO dates, booleans as yes and no, formulas as their saved value. Struck,
 * hidden, erroneous and uncomputed cells are marked.
 */
export function readWorkbook(bytes: Uint8Array): { sheets: Sheet[] } | { fault: WorkbookFault } {
  const parts = wordParts(bytes, WANTED, SHEET_LIMITS.bytes)
  if (typeof parts === 'string') return { fault: parts }
  try {
    const sheets = sheetsOf(new Map([...parts].map(([name, text]) => [name.toLowerCase(), text])))
    return sheets.some(({ rows }) => rows.length > 0) ? { sheets } : { fault: 'empty' }
  } catch (error) {
    if (error instanceof Unreadable) return { fault: error.fault }
    throw error
  }
}

class Unreadable extends Error {
  constructor(readonly fault: PartsFault) {
    super(fault)
  }
}

type Parts = ReadonlyMap<string, string>

function sheetsOf(parts: Parts): Sheet[] {
  const main =
    relationsIn(parts, '').find(({ type }) => type.endsWith('/officeDocument'))?.target ?? 'xl/workbook.xml'
  const workbook = treeOf(parts, main)
  if (!workbook) throw new Unreadable('broken')
  const relations = relationsIn(parts, main)
  const of = (kind: string) => treeOf(parts, relations.find(({ type }) => type.endsWith(kind))?.target)
  const book: Book = {
    texts: elementsOf(of('/sharedStrings'), 'si'),
    styleOf: cellStyles(of('/styles')),
    isFrom1904: /^(?:1|true)$/.test(elementAt(workbook, 'workbookPr')?.attributes.date1904 ?? ''),
  }
  return elementsOf(elementAt(workbook, 'sheets'), 'sheet').flatMap(({ attributes }) => {
    const id = Object.entries(attributes).find(([name]) => name.endsWith(':id'))?.[1]
    const relation = relations.find(one => one.id === id)
    if (!relation?.type.endsWith('/worksheet')) return []
    return [sheetOf(parts, relation.target, attributes, book)]
  })
}

function sheetOf(parts: Parts, part: string, attributes: Record<string, string>, book: Book): Sheet {
  const worksheet = treeOf(parts, part)
  if (!worksheet) throw new Unreadable('broken')
  const targets = new Map(relationsIn(parts, part).map(({ id, target }) => [id, target]))
  const links = new Map(
    elementsOf(elementAt(worksheet, 'hyperlinks'), 'hyperlink').map(({ attributes: link }) => {
      const id = Object.entries(link).find(([name]) => name.endsWith(':id'))?.[1] ?? ''
      return [link.ref ?? '', targets.get(id) ?? '']
    }),
  )
  const linkOf = (cell: string) => (/^mailto:/i.test(links.get(cell) ?? '') ? links.get(cell) : undefined)
  const read = sheetRows(worksheet, book, linkOf)
  if (!read) throw new Unreadable('too-large')
  const isHidden = /hidden/i.test(attributes.state ?? '')
  return { name: attributes.name ?? '', isHidden, ...read }
}

/** A part as a tree, without namespace prefixes, which writers choose freely. */
function treeOf(parts: Parts, name: string | undefined): XmlElement | undefined {
  const text = name === undefined ? undefined : parts.get(name.toLowerCase())
  if (text === undefined) return undefined
  const tree = xmlTree(text.replace(/^\ufeff/, ''), one => /(?:^|:)[tv]$/.test(one), SHEET_LIMITS.elements)
  if (typeof tree === 'string') throw new Unreadable(tree)
  withoutPrefixes(tree)
  return tree
}

function withoutPrefixes(element: XmlElement): void {
  element.name = element.name.slice(element.name.indexOf(':') + 1)
  for (const child of elementsOf(element)) withoutPrefixes(child)
}

type Relation = { id: string; type: string; target: string }

/** A part's relations (ECMA-376 part 2, §9): those of `xl/workbook.xml` are in `xl/_rels/workbook.xml.rels`. */
function relationsIn(parts: Parts, part: string): Relation[] {
  const at = part.lastIndexOf('/') + 1
  const folder = part.slice(0, at)
  const tree = treeOf(parts, `${folder}_rels/${part.slice(at)}.rels`)
  return elementsOf(tree, 'Relationship').map(({ attributes }) => {
    const { Id: id = '', Type: type = '', Target: target = '', TargetMode: mode } = attributes
    return { id, type, target: mode === 'External' ? target : joined(folder, target) }
  })
}

function joined(folder: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const path: string[] = []
  for (const step of `${folder}${target}`.split('/')) {
    if (step === '..') path.pop()
    else if (step !== '.' && step !== '') path.push(step)
  }
  return path.join('/')
}
