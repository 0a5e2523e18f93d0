import type { XmlElement } from '../word/word-parts.js'
import type { CellStyle } from './xlsx-styles.js'

/** Data that the cells of all sheets refer to. */
export type Book = {
  texts: XmlElement[]
  styleOf: (index: number) => CellStyle
  /** Days count from 1904, as on old Macs, not from 1900 (ECMA-376 §18.17.4.1). */
  isFrom1904: boolean
}

export const textIn = (element: XmlElement | undefined) =>
  (element?.children ?? []).filter(child => typeof child === 'string').join('')

/** Plausible days of a list: years 1955 to 2099. */
export const isListDay = (day: number) => day >= 20_000 && day <= 73_050

/** One line; decodes `_x000D_` and the like (ECMA-376 §22.9.2.19). Keeps no-break spaces, which are reported. */
export const tidy = (text: string) =>
  text
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/[ \t\r\n]+/g, ' ')
    .trim()
