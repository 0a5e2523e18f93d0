import type { WordFault, WordRun } from './document.js'
import { inPosition } from './raised.js'
import { heldBy } from './word-controls.js'
import { drawingFault } from './word-drawings.js'
import { type Add, type Found, fieldFault, type InlineState, turnField, type Walk } from './word-fields.js'
import { elementAt, elementsOf, type XmlElement } from './word-parts.js'
import { promptFaults, showsPrompt } from './word-prompts.js'
import { textWithSigns } from './word-signs.js'
import { formatOf, type WordSheet } from './word-styles.js'

/** Tracked changes count as accepted: deleted and moved-away text is left out. */
const LEFT_OUT = new Set(['w:del', 'w:moveFrom', 'w:pPr', 'w:rPr', 'w:sdtPr', 'w:sdtEndPr'])
const DRAWINGS = new Set(['w:drawing', 'w:pict', 'w:object'])
const NOT_READ = new Set(['m:oMath', 'm:oMathPara', 'w:subDoc'])
const DATE_PIECES = /^w:(?:day|month|year)(?:Short|Long)$|^w:pgNum$/

/** A paragraph's runs, and what can't be carried over. */
export function readRuns(paragraph: XmlElement, sheet: WordSheet, state: InlineState): Found {
  const found: Found = { runs: [], faults: [] }
  const style = elementAt(paragraph, 'w:pPr', 'w:pStyle')?.attributes['w:val']
  walkInline(paragraph, { sheet, state, found, link: null, base: sheet.style(style).format })
  return found
}

function walkInline(parent: XmlElement, walk: Walk): void {
  for (const child of elementsOf(parent)) {
    if (LEFT_OUT.has(child.name)) continue
    if (child.name === 'w:r') readRun(child, walk)
    else if (child.name === 'w:hyperlink')
      walkInline(child, { ...walk, link: linkOf(child, walk.sheet) ?? walk.link })
    else if (child.name === 'w:fldSimple') {
      const instruction = child.attributes['w:instr'] ?? ''
      walk.found.faults.push(...fieldFault(instruction))
      walkInline(child, { ...walk, link: linkIn(instruction) ?? walk.link })
    } else if (NOT_READ.has(child.name)) walk.found.faults.push('box')
    else if (child.name === 'w:sdt') readControl(child, walk)
    else walkInline(alternativeOf(child) ?? child, walk)
  }
}

/** The content for a program that knows the first choice (ECMA-376-3, §9.3), else the fallback. */
export function alternativeOf(element: XmlElement): XmlElement | undefined {
  if (element.name !== 'mc:AlternateContent') return undefined
  return elementAt(element, 'mc:Choice') ?? elementAt(element, 'mc:Fallback')
}

function readControl(control: XmlElement, walk: Walk): void {
  if (showsPrompt(control, walk.sheet)) {
    walk.found.faults.push(...promptFaults(control, walk.sheet))
    return
  }
  const found: Found = { runs: [], faults: walk.found.faults }
  walkInline(control, { ...walk, found })
  markHeld(found.runs, control)
  walk.found.runs.push(...found.runs)
}

/** Marks a form field's first run with the field's value. */
export function markHeld(runs: readonly WordRun[], control: XmlElement): void {
  const [first] = runs
  const shown = runs.map(({ text }) => text).join('')
  const value = first ? heldBy(control, shown) : null
  if (first && value !== null) first.held = { shown, value }
}

function linkOf({ attributes }: XmlElement, sheet: WordSheet): string | null {
  const target = sheet.linkTarget(attributes['r:id'] ?? '')
  const anchor = attributes['w:anchor']
  return target && anchor && !target.includes('#') ? `${target}#${anchor}` : target
}

function readRun(run: XmlElement, walk: Walk): void {
  const { sheet, found, base } = walk
  const properties = elementAt(run, 'w:rPr')
  const style = sheet.style(elementAt(properties, 'w:rStyle')?.attributes['w:val'])
  const format = { ...base, ...style.format, ...formatOf(properties) }
  const { bold = false, italic = false } = format
  const add = (text: string) => {
    const { fields } = walk.state
    if (text === '' || fields.some(({ inResult }) => !inResult)) return
    if (format.hidden) {
      if (text.trim() !== '') found.faults.push('hidden')
      return
    }
    if (format.struck && text.trim() !== '') found.faults.push('struck')
    const placed = format.position ? inPosition(text, format.position) : { text, isLost: false }
    if (placed.isLost) found.faults.push('raised')
    const link = walk.link ?? fields.map(({ instruction }) => linkIn(instruction)).find(Boolean) ?? null
    found.runs.push({ text: placed.text.normalize('NFC'), bold, italic, link })
  }
  for (const child of elementsOf(run)) readPiece(child, walk, format.font ?? '', add)
}

function readPiece(piece: XmlElement, walk: Walk, font: string, add: Add): void {
  const { faults } = walk.found
  const { name, attributes } = piece
  if (name === 'w:t') add(withSigns(textOf(piece).replace(/[\t\r\n]/g, ' '), font, faults))
  else if (name === 'w:tab' || name === 'w:ptab') add(' ')
  else if (name === 'w:br')
    add(attributes['w:type'] === undefined || attributes['w:type'] === 'textWrapping' ? '\n' : '')
  else if (name === 'w:cr') add('\n')
  else if (name === 'w:noBreakHyphen') add('-')
  else if (name === 'w:sym') add(symbol(attributes, faults))
  else if (name === 'w:footnoteReference' || name === 'w:endnoteReference') faults.push('footnote')
  else if (name === 'w:commentReference') faults.push('comment')
  else if (DRAWINGS.has(name)) faults.push(...drawingFault(piece))
  else if (DATE_PIECES.test(name)) faults.push('moving')
  else if (name === 'mc:AlternateContent')
    for (const child of elementsOf(alternativeOf(piece))) readPiece(child, walk, font, add)
  else if (name === 'w:fldChar') turnField(piece, walk, add)
  else if (name === 'w:ruby') walkInline(piece, walk)
  else if (name === 'w:instrText') {
    const field = walk.state.fields.at(-1)
    if (field && field.instruction.length < 4000) field.instruction += textOf(piece)
  }
}

function withSigns(given: string, font: string, faults: WordFault[]): string {
  const { text, isLost } = textWithSigns(given, font)
  if (isLost) faults.push('lost-character')
  return text
}

/** `w:sym`: a letter's code in a font, or a private-use code. */
function symbol(attributes: XmlElement['attributes'], faults: WordFault[]): string {
  const code = Number.parseInt(attributes['w:char'] ?? '', 16)
  const isText = code > 0x20 && code < 0xd800
  if (isText || (code >= 0xf020 && code <= 0xf0ff))
    return withSigns(String.fromCharCode(code), attributes['w:font'] ?? '', faults)
  faults.push('lost-character')
  return '\uFFFD'
}

/** `HYPERLINK "https://…"`; a link within the document leads nowhere in a mail. */
function linkIn(instruction: string): string | null {
  const [, target, anchor] = /^\s*HYPERLINK\s+"([^"]+)"(?:\s*\\l\s*"([^"]+)")?/i.exec(instruction) ?? []
  if (target === undefined) return null
  return anchor && !target.includes('#') ? `${target}#${anchor}` : target
}

const textOf = ({ children }: XmlElement) => children.filter(child => typeof child === 'string').join('')
