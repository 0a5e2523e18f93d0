import type { WordFault, WordRun } from '../model/word/document.js'
import { elementAt, elementsOf, isOn, type XmlElement } from './word-parts.js'
import type { WordSheet } from './word-styles.js'

/** The fields that are open (ECMA-376 §17.16.18): one may run over several paragraphs. */
export type InlineState = { fields: { instruction: string; inResult: boolean }[] }

type Found = { runs: WordRun[]; faults: WordFault[] }
type Walk = { sheet: WordSheet; state: InlineState; found: Found; link: string | null }

/** Tracked changes as if accepted: what was deleted, or moved from here, is left out. */
const LEFT_OUT = new Set(['w:del', 'w:moveFrom', 'w:pPr', 'mc:Fallback', 'w:sdtPr'])
const DRAWINGS = new Set(['w:drawing', 'w:pict', 'w:object'])
/** Word replaces `-->` and `:-)` while one types by signs of a font that only Word has. */
const SIGNS: Record<string, string> = {
  F0E0: '→',
  F0E8: '→',
  F0DF: '←',
  F0E7: '←',
  F0B7: '•',
  F0FC: '✓',
  F04A: '☺',
}

/** The text of a paragraph in its runs, with what stands there and can't be carried. */
export function readRuns(paragraph: XmlElement, sheet: WordSheet, state: InlineState): Found {
  const found: Found = { runs: [], faults: [] }
  walkInline(paragraph, { sheet, state, found, link: null })
  return found
}

function walkInline(parent: XmlElement, walk: Walk): void {
  for (const child of elementsOf(parent)) {
    if (LEFT_OUT.has(child.name)) continue
    if (child.name === 'w:r') readRun(child, walk)
    else if (child.name === 'w:hyperlink') {
      const target = walk.sheet.linkTarget(child.attributes['r:id'] ?? '')
      walkInline(child, { ...walk, link: target ?? walk.link })
    } else if (child.name === 'w:fldSimple') {
      walkInline(child, { ...walk, link: linkIn(child.attributes['w:instr'] ?? '') ?? walk.link })
    } else if (child.name === 'm:oMath' || child.name === 'm:oMathPara') walk.found.faults.push('box')
    else if (child.name === 'w:sdt' && elementAt(child, 'w:sdtPr', 'w:showingPlcHdr')) continue
    else walkInline(child, walk)
  }
}

function readRun(run: XmlElement, walk: Walk): void {
  const properties = elementAt(run, 'w:rPr')
  if (isOn(elementAt(properties, 'w:vanish'))) return
  const style = walk.sheet.style(elementAt(properties, 'w:rStyle')?.attributes['w:val'])
  const ownBold = elementAt(properties, 'w:b')
  const format = {
    bold: ownBold ? isOn(ownBold) : style.bold,
    italic: isOn(elementAt(properties, 'w:i')),
  }
  const isStruck = isOn(elementAt(properties, 'w:strike')) || isOn(elementAt(properties, 'w:dstrike'))
  const add = (text: string) => {
    const { fields } = walk.state
    if (text === '' || fields.some(({ inResult }) => !inResult)) return
    if (isStruck && text.trim() !== '') walk.found.faults.push('struck')
    const link = walk.link ?? fields.map(({ instruction }) => linkIn(instruction)).find(Boolean) ?? null
    walk.found.runs.push({ text: text.normalize('NFC'), ...format, link })
  }
  for (const child of elementsOf(run)) readPiece(child, walk, add)
}

function readPiece(piece: XmlElement, walk: Walk, add: (text: string) => void): void {
  const { faults } = walk.found
  const { name, attributes } = piece
  if (name === 'w:t') add(textOf(piece).replace(/[\t\r\n]/g, ' '))
  else if (name === 'w:tab') add(' ')
  else if (name === 'w:br')
    add(attributes['w:type'] === undefined || attributes['w:type'] === 'textWrapping' ? '\n' : '')
  else if (name === 'w:cr') add('\n')
  else if (name === 'w:noBreakHyphen') add('-')
  else if (name === 'w:sym') {
    const sign = SIGNS[attributes['w:char']?.toUpperCase() ?? '']
    if (!sign) faults.push('lost-character')
    add(sign ?? '\uFFFD')
  } else if (name === 'w:footnoteReference' || name === 'w:endnoteReference') faults.push('footnote')
  else if (name === 'w:commentReference') faults.push('comment')
  else if (DRAWINGS.has(name)) faults.push(...drawingFault(piece))
  else if (name === 'mc:AlternateContent')
    for (const child of elementsOf(elementAt(piece, 'mc:Choice'))) readPiece(child, walk, add)
  else if (name === 'w:fldChar') turnField(attributes['w:fldCharType'], walk.state)
  else if (name === 'w:instrText') {
    const field = walk.state.fields.at(-1)
    if (field && field.instruction.length < 4000) field.instruction += textOf(piece)
  }
}

/** A picture, or a box with text that stands outside the text. A line that was drawn says nothing. */
function drawingFault(drawing: XmlElement): WordFault[] {
  const names = new Set<string>()
  const collect = (element: XmlElement) => {
    names.add(element.name)
    for (const child of elementsOf(element)) collect(child)
  }
  collect(drawing)
  if (names.has('w:txbxContent') || drawing.name === 'w:object') return ['box']
  if (['pic:pic', 'a:blip', 'v:imagedata', 'c:chart', 'dgm:relIds'].some(name => names.has(name)))
    return ['image']
  return []
}

function turnField(type: string | undefined, { fields }: InlineState): void {
  const open = fields.at(-1)
  if (type === 'begin' && fields.length < 50) fields.push({ instruction: '', inResult: false })
  else if (type === 'separate' && open) open.inResult = true
  else if (type === 'end') fields.pop()
}

/** `HYPERLINK "https://…"`; a link to a place in the document leads nowhere in a mail. */
function linkIn(instruction: string): string | null {
  return /^\s*HYPERLINK\s+"([^"]+)"/i.exec(instruction)?.[1] ?? null
}

const textOf = ({ children }: XmlElement) => children.filter(child => typeof child === 'string').join('')
