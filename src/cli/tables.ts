import Table from 'cli-table3'
import type { Language, Localized } from '../model/language/language.js'
import { visible } from '../model/language/marks.js'

/** A table for the terminal, without colours: it can be piped and read aloud. */
export function table(head: string[], rows: (string | number)[][]): string {
  const drawn = new Table({ head, style: { head: [], border: [], compact: true } })
  // Marks first: an escape sequence has no width, but its mark has one.
  for (const row of rows)
    for (const line of linesOf(
      row.map(value => (typeof value === 'string' ? visible(value) : String(value))),
    ))
      drawn.push(line)
  return drawn.toString()
}

/** One row per line of its cells: cli-table3 takes quadratic time for many lines in one cell. */
function linesOf(row: string[]): string[][] {
  const cells = row.map(cell => cell.split('\n'))
  const most = cells.reduce((lines, cell) => Math.max(lines, cell.length), 1)
  return Array.from({ length: most }, (_, line) => cells.map(cell => cell[line] ?? ''))
}

const COMMUNE: Localized = { fr: 'Commune', nl: 'Gemeente' }

/** The heads of the columns with the names of communes, one a language. */
export const communeHeads = (languages: readonly Language[]) =>
  languages.map(language => COMMUNE[language] ?? `Commune (${language})`)
