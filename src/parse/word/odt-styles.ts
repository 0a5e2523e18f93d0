import { elementAt, elementsOf, type XmlElement } from './word-parts.js'
import type { WordFormat } from './word-styles.js'

/** What a style of an OpenDocument text means to a mail, after the styles above it. */
export type OdtStyle = {
  heading: number
  format: WordFormat
  listStyle: string | null
  isPlaceholder: boolean
}
export type Family = 'text' | 'paragraph'
export type OdtSheet = { style: (family: Family, name: string | undefined) => OdtStyle }

const PLAIN: OdtStyle = { heading: 0, format: {}, listStyle: null, isPlaceholder: false }
const CHAIN = 12

/** The styles of `content.xml` before those of `styles.xml` (ODF 1.3 part 3, §16): the first of a name counts. */
export function odtSheet(roots: readonly XmlElement[]): OdtSheet {
  const byName = new Map<string, XmlElement>()
  for (const style of styleElements(roots)) {
    const key = `${style.attributes['style:family']} ${style.attributes['style:name']}`
    if (style.name === 'style:style' && !byName.has(key)) byName.set(key, style)
  }
  const known = new Map<string, OdtStyle>()
  return {
    style: (family, name) => {
      if (name === undefined) return PLAIN
      const key = `${family} ${name}`
      const found = known.get(key) ?? styleOf(family, name, byName)
      known.set(key, found)
      return found
    },
  }
}

/** What stands among the styles of these documents, the automatic ones first. */
export function styleElements(roots: readonly XmlElement[]): XmlElement[] {
  const groups = ['office:automatic-styles', 'office:styles']
  return roots.flatMap(root => groups.flatMap(group => elementsOf(elementAt(root, group))))
}

function styleOf(family: Family, name: string, byName: ReadonlyMap<string, XmlElement>): OdtStyle {
  const found: OdtStyle = { ...PLAIN, heading: headingNamed(name) }
  let at = byName.get(`${family} ${name}`)
  for (let step = 0; at && step < CHAIN; step++) {
    const { attributes } = at
    found.heading ||= headingNamed(attributes['style:display-name'] ?? attributes['style:name'] ?? '')
    found.heading ||= levelFrom(attributes['style:default-outline-level'])
    found.listStyle ??= attributes['style:list-style-name'] ?? null
    found.isPlaceholder ||= /^placeholder(?:_20_| )text$/i.test(attributes['style:name'] ?? '')
    found.format = { ...formatOf(elementAt(at, 'style:text-properties'), at), ...found.format }
    at = byName.get(`${family} ${attributes['style:parent-style-name']}`)
  }
  return found
}

/** A level of headings from 1 to 9, else 0. */
export function levelFrom(text: string | undefined): number {
  return text !== undefined && /^[1-9]$/.test(text) ? Number(text) : 0
}

function headingNamed(name: string): number {
  return Number(/^(?:heading|titre|kop)(?:_20_| )?([1-9])$/i.exec(name)?.[1] ?? 0)
}

/** A named style of paragraphs in bold is how they look; an automatic one is what its editor chose. */
function formatOf(properties: XmlElement | undefined, { attributes: style }: XmlElement): WordFormat {
  if (!properties) return {}
  const { attributes } = properties
  const format: WordFormat = {}
  const isChosen = style['style:family'] === 'text' || /^P\d+$/.test(style['style:name'] ?? '')
  const weight = attributes['fo:font-weight']
  const slant = attributes['fo:font-style']
  if (weight !== undefined && isChosen) format.bold = weight === 'bold' || Number(weight) >= 600
  if (slant !== undefined && isChosen) format.italic = slant !== 'normal'
  const line = attributes['style:text-line-through-style'] ?? attributes['style:text-line-through-type']
  if (line !== undefined) format.struck = line !== 'none'
  const display = attributes['text:display']
  if (display !== undefined) format.hidden = display === 'none'
  const position = attributes['style:text-position']
  if (position !== undefined) format.position = positionFrom(position)
  const font = attributes['style:font-name'] ?? attributes['fo:font-family']
  if (font !== undefined) format.font = font.replace(/['"]/g, '')
  return format
}

/** `super 58%`, `sub`, or a share of the height such as `-33% 58%` (ODF §20.384). */
function positionFrom(text: string): WordFormat['position'] {
  const [first = ''] = text.split(' ')
  if (first === 'super' || Number.parseFloat(first) > 0) return 'raised'
  return first === 'sub' || Number.parseFloat(first) < 0 ? 'lowered' : null
}
