import type { NumberedList } from './numbering.js'
import type { Position } from './raised.js'
import { wordLists } from './word-numbering.js'
import { elementAt, elementsOf, isOn, type XmlElement } from './word-parts.js'

/** A run's format; `undefined` is inherited. */
export type WordFormat = {
  bold?: boolean
  italic?: boolean
  struck?: boolean
  hidden?: boolean
  position?: Position | null
  font?: string
}

/** What a style means for a mail, with the styles that it is based on. */
export type WordStyle = {
  heading: number
  format: WordFormat
  numbering: { id: string; level: number } | null
  isPlaceholder: boolean
}

/** A document's styles, lists and link targets. */
export type WordSheet = {
  style: (id: string | undefined) => WordStyle
  list: (id: string) => NumberedList | null
  linkTarget: (id: string) => string | null
}

const PLAIN: WordStyle = { heading: 0, format: {}, numbering: null, isPlaceholder: false }
const CHAIN = 12
/** In half points: text moved at least this far is raised. */
const RAISED_HALF_POINTS = 4
const value = (element: XmlElement | undefined) => element?.attributes['w:val']

/** Reads `styles.xml`, `numbering.xml` and the document's relations; each may be missing. */
export function wordSheet(
  styles: XmlElement | undefined,
  numbering: XmlElement | undefined,
  relations: XmlElement | undefined,
): WordSheet {
  const byId = new Map(elementsOf(styles, 'w:style').map(one => [one.attributes['w:styleId'] ?? '', one]))
  const { lists, levelOfStyle } = wordLists(numbering, byId)
  const targets = new Map(
    elementsOf(relations, 'Relationship')
      .filter(({ attributes }) => attributes.Type?.endsWith('/hyperlink'))
      .map(({ attributes }) => [attributes.Id ?? '', attributes.Target ?? '']),
  )
  const known = new Map<string, WordStyle>()
  const style = (id: string): WordStyle => {
    const found = known.get(id) ?? styleOf(id, byId, levelOfStyle)
    known.set(id, found)
    return found
  }
  return {
    style: id => (id === undefined ? PLAIN : style(id)),
    list: id => lists.get(id) ?? null,
    linkTarget: id => targets.get(id) ?? null,
  }
}

function styleOf(
  id: string,
  byId: ReadonlyMap<string, XmlElement>,
  levelOfStyle: ReadonlyMap<string, number>,
): WordStyle {
  const found: WordStyle = { ...PLAIN, heading: headingNamed(id) }
  let at = byId.get(id)
  let atId = id
  for (let step = 0; at && step < CHAIN; step++) {
    const properties = elementAt(at, 'w:pPr')
    const name = value(elementAt(at, 'w:name')) ?? ''
    const outline = Number(value(elementAt(properties, 'w:outlineLvl')) ?? '9')
    found.heading ||= headingNamed(name) || (outline < 9 ? outline + 1 : 0)
    found.isPlaceholder ||= /^placeholder ?text$/i.test(name)
    found.format = { ...styleFormat(at), ...found.format }
    found.numbering ??= numberingOf(elementAt(properties, 'w:numPr'), levelOfStyle.get(atId))
    atId = value(elementAt(at, 'w:basedOn')) ?? ''
    at = byId.get(atId)
  }
  return found
}

/** Bold or italics of a whole paragraph style is appearance; in a character style it has meaning. */
function styleFormat(style: XmlElement): WordFormat {
  const { bold, italic, ...rest } = formatOf(elementAt(style, 'w:rPr'))
  if (style.attributes['w:type'] !== 'character') return rest
  return { ...rest, ...(bold === undefined ? {} : { bold }), ...(italic === undefined ? {} : { italic }) }
}

/** The format in a run's or style's properties. */
export function formatOf(properties: XmlElement | undefined): WordFormat {
  const format: WordFormat = {}
  for (const element of elementsOf(properties)) {
    if (element.name === 'w:b') format.bold = isOn(element)
    else if (element.name === 'w:i') format.italic = isOn(element)
    else if (element.name === 'w:strike' || element.name === 'w:dstrike')
      format.struck = format.struck === true || isOn(element)
    else if (element.name === 'w:vanish') format.hidden = isOn(element)
    else if (element.name === 'w:vertAlign') format.position = positionFrom(value(element) ?? '')
    else if (element.name === 'w:position') format.position ??= movedFrom(properties, value(element) ?? '')
    else if (element.name === 'w:rFonts' && element.attributes['w:ascii'] !== undefined)
      format.font = element.attributes['w:ascii']
  }
  return format
}

function positionFrom(text: string): Position | null {
  if (text === 'superscript') return 'raised'
  return text === 'subscript' ? 'lowered' : null
}

/** Half points up or down: far enough, or with a smaller size, as LibreOffice writes raised text. */
function movedFrom(properties: XmlElement | undefined, text: string): Position | null {
  const halfPoints = Number(text)
  const isMeant = Math.abs(halfPoints) >= RAISED_HALF_POINTS || elementAt(properties, 'w:sz') !== undefined
  if (!isMeant || !(Math.abs(halfPoints) > 0)) return null
  return halfPoints > 0 ? 'raised' : 'lowered'
}

/** `heading 1`, `Heading1`, `Titre 1`, `Kop 1`: Word keeps the English name, other programs don't. */
function headingNamed(name: string): number {
  return Number(/^(?:heading|titre|kop) ?([1-9])$/i.exec(name)?.[1] ?? 0)
}

/** The list of a paragraph or style; id 0 takes it out of any list. `otherwise`: its level. */
export function numberingOf(properties: XmlElement | undefined, otherwise = 0): WordStyle['numbering'] {
  const id = value(elementAt(properties, 'w:numId'))
  if (id === undefined) return null
  const level = Number(value(elementAt(properties, 'w:ilvl')) ?? otherwise)
  return { id, level: Number.isInteger(level) && level >= 0 && level <= 8 ? level : 0 }
}
