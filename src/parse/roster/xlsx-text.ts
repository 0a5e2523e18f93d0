import { elementAt, elementsOf, type XmlElement } from '../word/word-parts.js'
import type { SheetCell } from './sheet.js'
import { type CellStyle, isStruckBy } from './xlsx-styles.js'

/** What the cells of all sheets refer to. */
export type Book = {
  texts: XmlElement[]
  styleOf: (index: number) => CellStyle
  /** Days count from 1904, as on an old Mac, rather than from 1900 (ECMA-376 §18.17.4.1). */
  isFrom1904: boolean
}

const DAY_MS = 86_400_000
export type CellRead = Omit<SheetCell, 'column'>

export const textIn = (element: XmlElement | undefined) =>
  (element?.children ?? []).filter(child => typeof child === 'string').join('')

/** The days of a list: of the years 1955 to 2099. */
export const isListDay = (day: number) => day >= 20_000 && day <= 73_050

export function numberText(
  written: string,
  style: CellStyle,
  { isFrom1904 }: Book,
): Pick<CellRead, 'text' | 'serial'> {
  const number = Number(written)
  if (written === '' || !Number.isFinite(number)) return { text: written }
  const days = isFrom1904 ? number + 1462 : number
  if (style.isDate && days >= 1) return { text: dayText(days) }
  const text = Number.isInteger(number) ? number.toFixed(0) : String(number)
  if (style.zeros > text.length) return { text: text.padStart(style.zeros, '0') }
  return isListDay(days) ? { text, serial: dayText(Math.floor(days)) } : { text }
}

/** Days since 30 December 1899 as an ISO date, with the time where there is one. */
export function dayText(days: number): string {
  const rounded = Math.round(days * 86_400) * 1000
  const at = new Date(Date.UTC(1899, 11, 30) + rounded)
  if (Number.isNaN(at.getTime())) return String(days)
  return at.toISOString().slice(0, rounded % DAY_MS === 0 ? 10 : 16)
}

/** A text with runs of its own look; how an East Asian text is pronounced (`rPh`) is none of it. */
export function richText(item: XmlElement | undefined, isStruck: boolean): CellRead {
  const runs = elementsOf(item).flatMap(child => {
    if (child.name === 't') return [{ text: textIn(child), isStruck }]
    if (child.name !== 'r') return []
    const properties = elementAt(child, 'rPr')
    return [{ text: textIn(elementAt(child, 't')), isStruck: properties ? isStruckBy(properties) : isStruck }]
  })
  const said = runs.filter(({ text }) => text.trim() !== '')
  const text = tidy(runs.map(run => run.text).join(''))
  const struck = said.filter(run => run.isStruck).length
  if (struck === 0 || struck === said.length) return { text, isStruck: struck > 0 }
  const kept = tidy(runs.map(run => (run.isStruck ? '' : run.text)).join(''))
  return { text, isStruck: false, fault: { kind: 'struck', kept } }
}

/** One line, with what XML can't hold, `_x000D_`, as it was (ECMA-376 §22.9.2.19). No-break spaces stay, to be named. */
export const tidy = (text: string) =>
  text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/[ \t\r\n]+/g, ' ')
    .trim()
