import type { Strings } from '../../model/editions/edition.js'
import { say } from '../mail/wording.js'

/** null: empty. A date is written `2026-11-26`, an instant in ISO 8601 with offset. */
export type Cell = string | number | null

/** `width` in characters. */
export type Column = { title: string; width: number; kind: 'text' | 'number' | 'date' | 'instant' }

/** A table for a spreadsheet, with its words in one language. */
export type Sheet = { name: string; columns: Column[]; rows: Cell[][] }

/** A list that may be long: its rows come a page at a time. */
export type ListSheet = Omit<Sheet, 'rows'> & { rows: Iterable<Cell[][]> | AsyncIterable<Cell[][]> }

/** A column titled by its key under `report.columns`. */
export function column(strings: Strings, key: string, width: number, kind: Column['kind'] = 'text'): Column {
  return { title: say(strings, `report.columns.${key}`), width, kind }
}
