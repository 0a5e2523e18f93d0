import type { WordParagraph } from './document.js'
import { drawingFaults } from './odt-drawings.js'
import type { OdtSheet } from './odt-styles.js'
import { isPrompt } from './prompts.js'
import { inPosition } from './raised.js'
import { elementsOf, type XmlElement } from './word-parts.js'
import { textWithSigns } from './word-signs.js'
import type { WordFormat } from './word-styles.js'

type Content = Pick<WordParagraph, 'runs' | 'faults'>
type Walk = { sheet: OdtSheet; found: Content; format: WordFormat; link: string | null }

/** Fields with changing content, or meaningless outside a page, unless fixed (ODF 1.3 part 3, §7). */
const MOVING = new Set([
  'text:date',
  'text:time',
  'text:page-number',
  'text:page-count',
  'text:page-continuation',
])

const FOR_MERGING = new Set([
  'text:database-display',
  'text:database-row-number',
  'text:database-name',
  'text:execute-macro',
])

const NOTHING_SAID = new Set([
  'text:tracked-changes',
  'office:annotation-end',
  'text:label',
  'loext:list-item',
])

const SPACES_LIMIT = 200

/** A paragraph's runs, and what can't be carried over; white space as in ODF §6.1.2. */
export function readOdtRuns(paragraph: XmlElement, sheet: OdtSheet): Content {
  const found: Content = { runs: [], faults: [] }
  const { format } = sheet.style('paragraph', paragraph.attributes['text:style-name'])
  const isHidden = elementsOf(paragraph, 'text:hidden-paragraph').some(
    ({ attributes }) => attributes['text:is-hidden'] !== 'false',
  )
  walkInline(paragraph, { sheet, found, format: isHidden ? { ...format, hidden: true } : format, link: null })
  return found
}

function walkInline(parent: XmlElement, walk: Walk): void {
  for (const child of parent.children) {
    if (typeof child === 'string') addText(child.replace(/[ \t\r\n]+/g, ' '), walk, true)
    else readPiece(child, walk)
  }
}

function readPiece(piece: XmlElement, walk: Walk): void {
  const { name, attributes } = piece
  const { faults } = walk.found
  if (name === 'text:span') walkInline(piece, { ...walk, ...spanOf(piece, walk) })
  else if (name === 'text:a') walkInline(piece, { ...walk, link: attributes['xlink:href'] ?? walk.link })
  else if (name === 'text:s') addText(' '.repeat(spaces(attributes['text:c'])), walk)
  else if (name === 'text:tab') addText(' ', walk)
  else if (name === 'text:line-break') addText('\n', walk)
  else if (name === 'text:note') faults.push('footnote')
  else if (name === 'office:annotation') faults.push('comment')
  else if (name === 'text:hidden-text') faults.push('hidden')
  else if (name === 'text:placeholder' || NOTHING_SAID.has(name)) return
  else if (name === 'loext:content-control') readControl(piece, walk)
  else if (name.startsWith('draw:')) faults.push(...drawingFaults(piece))
  else if (/^(?:text|loext):/.test(name)) {
    if (MOVING.has(name) && attributes['text:fixed'] !== 'true') faults.push('moving')
    if (FOR_MERGING.has(name)) faults.push('merge-field')
    walkInline(piece, walk)
  }
}

function spanOf(span: XmlElement, { sheet, format }: Walk): Pick<Walk, 'format'> {
  return { format: { ...format, ...sheet.style('text', span.attributes['text:style-name']).format } }
}

function spaces(count: string | undefined): number {
  const number = Number(count ?? '1')
  return number >= 1 ? Math.min(number, SPACES_LIMIT) : 1
}

/** `isPlain`: white space after white space, or at the paragraph's beginning, is dropped. */
function addText(given: string, { found, format, link }: Walk, isPlain = false): void {
  const before = found.runs.at(-1)?.text.at(-1) ?? ' '
  const text = isPlain && /\s/.test(before) ? given.replace(/^ /, '') : given
  if (text === '') return
  if (format.hidden) {
    if (text.trim() !== '') found.faults.push('hidden')
    return
  }
  if (format.struck && text.trim() !== '') found.faults.push('struck')
  const { text: signs, isLost: isSignLost } = textWithSigns(text, format.font ?? '')
  if (isSignLost) found.faults.push('lost-character')
  const placed = format.position ? inPosition(signs, format.position) : { text: signs, isLost: false }
  if (placed.isLost) found.faults.push('raised')
  const { bold = false, italic = false } = format
  found.runs.push({ text: placed.text.normalize('NFC'), bold, italic, link })
}

/** A form field of LibreOffice from 7.4 on, like Word's; older versions write plain text. */
function readControl(control: XmlElement, walk: Walk): void {
  const { attributes } = control
  const found: Content = { runs: [], faults: walk.found.faults }
  walkInline(control, { ...walk, found })
  const shown = found.runs.map(({ text }) => text).join('')
  const isKnown = shown.trim() === '' || isPrompt(shown)
  if (
    attributes['loext:showing-place-holder'] === 'true' &&
    (isKnown || hasPromptStyle(control, walk.sheet))
  ) {
    if (!isKnown) found.faults.push('prompt')
    return
  }
  const [first] = found.runs
  const value = heldBy(control, shown)
  if (first && value !== null) first.held = { shown, value }
  walk.found.runs.push(...found.runs)
}

function hasPromptStyle(element: XmlElement, sheet: OdtSheet): boolean {
  return elementsOf(element).some(
    child =>
      sheet.style('text', child.attributes['text:style-name']).isPlaceholder || hasPromptStyle(child, sheet),
  )
}

function heldBy(control: XmlElement, shown: string): string | null {
  const day = /^\d{4}-\d{2}-\d{2}/.exec(control.attributes['loext:current-date'] ?? '')
  if (day) return day[0]
  const line = elementsOf(control, 'loext:list-item').find(
    ({ attributes }) =>
      (attributes['loext:display-text'] ?? attributes['loext:value'])?.trim() === shown.trim(),
  )
  return line?.attributes['loext:value'] ?? null
}
