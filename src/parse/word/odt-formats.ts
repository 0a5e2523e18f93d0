import { elementAt, elementsOf, type XmlElement } from './word-parts.js'
import type { WordFormat } from './word-styles.js'

/** The style elements of these documents, automatic ones first. */
export function styleElements(roots: readonly XmlElement[]): XmlElement[] {
  const groups = ['office:automatic-styles', 'office:styles']
  return roots.flatMap(root => groups.flatMap(group => elementsOf(elementAt(root, group))))
}

/** A heading level from 1 to 9, else 0. */
export function levelFrom(text: string | undefined): number {
  return text !== undefined && /^[1-9]$/.test(text) ? Number(text) : 0
}

/** Bold in a named paragraph style is appearance; in an automatic one it is the editor's choice. */
export function formatOf(properties: XmlElement | undefined, { attributes: style }: XmlElement): WordFormat {
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
