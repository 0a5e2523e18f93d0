import { visible } from '../../model/language/marks.js'
import type { Cell, ListSheet } from './sheet.js'

/** Characters with which a formula begins in a spreadsheet, including full-width forms that some programs fold. */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/

/** CSV for a spreadsheet: `;` and BOM for Belgian Excel, quoted as in RFC 4180. A cell that looks like a formula begins with `'`. */
export function csv(head: string[], rows: (string | number | null)[][]): string {
  return `\uFEFF${csvLines([head, ...rows])}`
}

/** The same for a long list, a part at a time. */
export async function* csvOf({ columns, rows }: ListSheet): AsyncGenerator<string> {
  yield csv(
    columns.map(({ title }) => title),
    [],
  )
  for await (const part of rows) yield csvLines(part)
}

const csvLines = (rows: Cell[][]): string => rows.map(row => `${row.map(cell).join(';')}\r\n`).join('')

function cell(value: Cell): string {
  const text = value === null ? '' : visible(String(value))
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
