import type { ListLevel, NumberedList } from './numbering.js'
import { elementAt, elementsOf, isOn, type XmlElement } from './word-parts.js'
import { signOf } from './word-signs.js'

const LEVELS = 9
/** A list may refer to a style that refers to a list; further steps are a circle. */
const LINKS = 3
const value = (element: XmlElement | undefined) => element?.attributes['w:val']

/** The lists of `numbering.xml` by `numId`, and the level that names each style. */
export type WordLists = { lists: Map<string, NumberedList>; levelOfStyle: Map<string, number> }

/** Reads ECMA-376 §17.9; `styles` by id, for lists defined by a style. */
export function wordLists(
  numbering: XmlElement | undefined,
  styles: ReadonlyMap<string, XmlElement>,
): WordLists {
  const abstracts = new Map(
    elementsOf(numbering, 'w:abstractNum').map(one => [one.attributes['w:abstractNumId'] ?? '', one]),
  )
  const instances = new Map(elementsOf(numbering, 'w:num').map(one => [one.attributes['w:numId'] ?? '', one]))
  const abstractOf = (instance: XmlElement | undefined, step = 0): XmlElement | undefined => {
    const abstract = abstracts.get(value(elementAt(instance, 'w:abstractNumId')) ?? '')
    const link = value(elementAt(abstract, 'w:numStyleLink'))
    if (link === undefined || step > LINKS) return abstract
    const id = value(elementAt(styles.get(link), 'w:pPr', 'w:numPr', 'w:numId'))
    return abstractOf(instances.get(id ?? ''), step + 1) ?? abstract
  }
  const lists = new Map<string, NumberedList>()
  const levelOfStyle = new Map<string, number>()
  for (const [id, instance] of instances) {
    const abstract = abstractOf(instance)
    lists.set(id, listOf(id, abstract, instance))
    for (const level of elementsOf(abstract, 'w:lvl').slice(0, LEVELS)) {
      const style = value(elementAt(level, 'w:pStyle'))
      if (style !== undefined) levelOfStyle.set(style, levelIndex(level))
    }
  }
  return { lists, levelOfStyle }
}

function listOf(id: string, abstract: XmlElement | undefined, instance: XmlElement): NumberedList {
  const levels: (ListLevel | undefined)[] = []
  for (const level of elementsOf(abstract, 'w:lvl').slice(0, LEVELS))
    levels[levelIndex(level)] = levelFrom(level)
  const starts = new Map<number, number>()
  for (const override of elementsOf(instance, 'w:lvlOverride').slice(0, LEVELS)) {
    const at = levelIndex(override)
    const own = elementAt(override, 'w:lvl')
    if (own) levels[at] = levelFrom(own)
    const start = value(elementAt(override, 'w:startOverride'))
    if (start !== undefined) starts.set(at, numberFrom(start, 1))
  }
  return { key: abstract?.attributes['w:abstractNumId'] ?? `num ${id}`, instance: id, levels, starts }
}

function levelFrom(level: XmlElement): ListLevel {
  const format = value(elementAt(level, 'w:numFmt')) ?? 'decimal'
  const text = value(elementAt(level, 'w:lvlText')) ?? ''
  const font = elementAt(level, 'w:rPr', 'w:rFonts')?.attributes['w:ascii'] ?? ''
  const restart = value(elementAt(level, 'w:lvlRestart'))
  return {
    format,
    text:
      format === 'bullet' ? [...text].map(sign => signOf(sign, font) ?? sign).join('') : text.slice(0, 80),
    start: numberFrom(value(elementAt(level, 'w:start')), format === 'decimal' ? 0 : 1),
    restartsAfter: restart === undefined ? null : numberFrom(restart, 0),
    isLegal: isOn(elementAt(level, 'w:isLgl')),
  }
}

function levelIndex({ attributes }: XmlElement): number {
  const level = Number(attributes['w:ilvl'] ?? '0')
  return Number.isInteger(level) && level >= 0 && level < LEVELS ? level : 0
}

function numberFrom(text: string | undefined, otherwise: number): number {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : otherwise
}
