import type { ListLevel, NumberedList } from './numbering.js'
import { styleElements } from './odt-formats.js'
import { elementAt, elementsOf, type XmlElement } from './word-parts.js'
import { signOf } from './word-signs.js'

const LEVELS = 10
const FORMATS: Record<string, string> = {
  '1': 'decimal',
  a: 'lowerLetter',
  A: 'upperLetter',
  i: 'lowerRoman',
  I: 'upperRoman',
  '': 'none',
}

/** The list that an element continues or begins (ODF 1.3 part 3, §5.3.1). */
export type OdtLists = {
  /** The list of `element`; `outer` is the surrounding one. */
  listAt: (element: XmlElement, outer: OdtList | null) => OdtList
  /** Numbering of headings, if the document has it. */
  outline: NumberedList | null
}
export type OdtList = NumberedList & { style: string; depth: number }

/** The lists of a document, in text order. */
export function odtLists(roots: readonly XmlElement[]): OdtLists {
  const styles = new Map<string, (ListLevel | undefined)[]>()
  let outline: NumberedList | null = null
  for (const element of styleElements(roots)) {
    const levels = levelsOf(element)
    const name = element.attributes['style:name'] ?? ''
    if (element.name === 'text:outline-style') outline ??= listOf('outline', levels)
    if (element.name === 'text:list-style' && !styles.has(name)) styles.set(name, levels)
  }
  const byId = new Map<string, string>()
  const lastOfStyle = new Map<string, string>()
  let count = 0
  const keyOf = ({ attributes }: XmlElement, style: string) => {
    const id = attributes['xml:id']
    const other = attributes['text:continue-list']
    const continued = other === undefined ? undefined : byId.get(other)
    const last = attributes['text:continue-numbering'] === 'true' ? lastOfStyle.get(style) : undefined
    count += 1
    const key = continued ?? last ?? `list ${count}`
    if (id !== undefined) byId.set(id, key)
    lastOfStyle.set(style, key)
    return key
  }
  return {
    outline,
    listAt: (element, outer) => {
      const style = element.attributes['text:style-name'] ?? outer?.style ?? ''
      const levels = styles.get(style) ?? outer?.levels ?? []
      const key = outer ? outer.key : keyOf(element, style)
      return { ...listOf(key, levels), style, depth: outer ? outer.depth + 1 : 0 }
    },
  }
}

function listOf(key: string, levels: readonly (ListLevel | undefined)[]): NumberedList {
  return { key, instance: key, levels, starts: new Map() }
}

function levelsOf(style: XmlElement): (ListLevel | undefined)[] {
  const levels: (ListLevel | undefined)[] = []
  for (const level of elementsOf(style).slice(0, LEVELS)) {
    const at = Number(level.attributes['text:level'])
    if (Number.isInteger(at) && at >= 1 && at <= LEVELS) levels[at - 1] = levelOf(level, at)
  }
  return levels
}

function levelOf(element: XmlElement, at: number): ListLevel {
  const { name, attributes } = element
  const common = {
    start: startFrom(attributes['text:start-value']) ?? 1,
    restartsAfter: null,
    isLegal: false,
  }
  if (name !== 'text:list-level-style-number' && name !== 'text:outline-level-style') {
    const properties = elementAt(element, 'style:text-properties')?.attributes ?? {}
    const font = (properties['style:font-name'] ?? properties['fo:font-family'] ?? '').replace(/['"]/g, '')
    const sign = attributes['text:bullet-char'] ?? '•'
    return { ...common, format: 'bullet', text: signOf(sign, font) ?? sign }
  }
  const format = FORMATS[attributes['style:num-format'] ?? ''] ?? 'decimal'
  return { ...common, format, text: format === 'none' ? affixes(attributes, '') : labelOf(attributes, at) }
}

/** `loext:num-list-format` has the whole label: `%1%.%2%)`. Without it, full stops separate the levels' numbers. */
function labelOf(attributes: XmlElement['attributes'], at: number): string {
  const whole = attributes['loext:num-list-format']?.slice(0, 200)
  if (whole !== undefined) return whole.replace(/%(\d{1,2})%/g, '%$1')
  const shown = Math.min(at, startFrom(attributes['text:display-levels']) ?? 1)
  const numbers = Array.from({ length: shown }, (_, index) => `%${at - shown + index + 1}`)
  return affixes(attributes, numbers.join('.'))
}

function affixes(attributes: XmlElement['attributes'], inner: string): string {
  const part = (name: string) => (attributes[name] ?? '').slice(0, 80)
  return `${part('style:num-prefix')}${inner}${part('style:num-suffix')}`
}

/** The first number of a list; null where none is given. */
export function startFrom(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : null
}
