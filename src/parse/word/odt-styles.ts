import { formatOf, levelFrom, styleElements } from './odt-formats.js'
import { elementAt, type XmlElement } from './word-parts.js'
import type { WordFormat } from './word-styles.js'

/** What an OpenDocument style means for a mail, with inherited properties. */
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

/** Styles of `content.xml` precede those of `styles.xml` (ODF 1.3 part 3, §16): the first of a name counts. */
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

function headingNamed(name: string): number {
  return Number(/^(?:heading|titre|kop)(?:_20_| )?([1-9])$/i.exec(name)?.[1] ?? 0)
}
