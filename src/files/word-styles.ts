import { elementAt, elementsOf, type XmlElement } from './word-parts.js'

/** What a style of the document means to a mail, after the styles that it is based on. */
export type WordStyle = {
  heading: number
  bold: boolean
  numbering: { id: string; level: number } | null
}

/** The styles and the lists of a document, and where its links lead. */
export type WordSheet = {
  style: (id: string | undefined) => WordStyle
  /** `bullet`, `decimal`, …; null for a list that is not known. */
  listFormat: (id: string, level: number) => string | null
  linkTarget: (id: string) => string | null
}

const PLAIN: WordStyle = { heading: 0, bold: false, numbering: null }
const CHAIN = 12
const LEVELS = 9
const value = (element: XmlElement | undefined) => element?.attributes['w:val']

/** Reads `styles.xml`, `numbering.xml` and the relations of the document; each may be missing. */
export function wordSheet(
  styles: XmlElement | undefined,
  numbering: XmlElement | undefined,
  relations: XmlElement | undefined,
): WordSheet {
  const byId = new Map(elementsOf(styles, 'w:style').map(one => [one.attributes['w:styleId'] ?? '', one]))
  const formats = formatsOf(numbering)
  const targets = new Map(
    elementsOf(relations, 'Relationship')
      .filter(({ attributes }) => attributes.Type?.endsWith('/hyperlink'))
      .map(({ attributes }) => [attributes.Id ?? '', attributes.Target ?? '']),
  )
  return {
    style: id => (id === undefined ? PLAIN : styleOf(id, byId)),
    listFormat: (id, level) => formats.get(`${id} ${level}`) ?? null,
    linkTarget: id => targets.get(id) ?? null,
  }
}

function styleOf(id: string, byId: Map<string, XmlElement>): WordStyle {
  const found: WordStyle = { ...PLAIN }
  let at = byId.get(id)
  found.heading = headingNamed(id)
  for (let step = 0; at && step < CHAIN; step++) {
    const properties = elementAt(at, 'w:pPr')
    const outline = Number(value(elementAt(properties, 'w:outlineLvl')) ?? '9')
    found.heading ||= headingNamed(value(elementAt(at, 'w:name')) ?? '') || (outline < 9 ? outline + 1 : 0)
    found.bold ||= elementAt(at, 'w:rPr', 'w:b') !== undefined && at.attributes['w:type'] === 'character'
    found.numbering ??= numberingOf(elementAt(properties, 'w:numPr'))
    at = byId.get(value(elementAt(at, 'w:basedOn')) ?? '')
  }
  return found
}

/** `heading 1`, `Heading1`, `Titre 1`, `Kop 1`: Word keeps the English name, other programs don't. */
function headingNamed(name: string): number {
  return Number(/^(?:heading|titre|kop) ?([1-9])$/i.exec(name)?.[1] ?? 0)
}

/** The list that a paragraph or a style belongs to; the id 0 takes it out of any list. */
export function numberingOf(properties: XmlElement | undefined): WordStyle['numbering'] {
  const id = value(elementAt(properties, 'w:numId'))
  if (id === undefined) return null
  const level = Number(value(elementAt(properties, 'w:ilvl')) ?? '0')
  return { id, level: level >= 0 && level <= 8 ? level : 0 }
}

function formatsOf(numbering: XmlElement | undefined): Map<string, string> {
  const abstracts = new Map(
    elementsOf(numbering, 'w:abstractNum').map(one => [one.attributes['w:abstractNumId'], one]),
  )
  const formats = new Map<string, string>()
  for (const list of elementsOf(numbering, 'w:num')) {
    const abstract = abstracts.get(value(elementAt(list, 'w:abstractNumId')))
    for (const level of elementsOf(abstract, 'w:lvl').slice(0, LEVELS)) {
      const key = `${list.attributes['w:numId']} ${level.attributes['w:ilvl']}`
      formats.set(key, value(elementAt(level, 'w:numFmt')) ?? 'decimal')
    }
  }
  return formats
}
