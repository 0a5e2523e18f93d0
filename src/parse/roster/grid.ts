import type { Place, Problem } from '../../model/problem/problem.js'
import { columnsNamed } from './heading.js'
import { SEPARATORS, type Separator, separatedLines } from './separated.js'

/**
 * A cell as shown, with its place. `fault`: an error, an uncomputed formula, or struck text. `serial`: a number without date format, and its ISO day.
 */
export type GridCell = {
  text: string
  place: Place
  fault?: { kind: 'error' | 'formula' | 'struck'; kept: string | null }
  serial?: string
}
export type GridRow = { line: number; cells: GridCell[] }

/** A list as rows of cells, from CSV text or a sheet. `unreadable` lines have no row. */
export type Grid = { rows: GridRow[]; problems: Problem[]; unreadable: number }

export const EMPTY_GRID: Grid = { rows: [], problems: [], unreadable: 0 }

/** A spreadsheet's first line that names the separator. */
const NAMED = /^\ufeff?"?sep=([;,\t|])/i
const SAMPLE_UNITS = 20_000

/**
 * The separator of a text: from a line `sep=;`. Else the one by which a line near the top names most columns, or the first line's most frequent one.
 */
export function separatorOf(text: string): { separator: Separator; isNamed: boolean } {
  const named = NAMED.exec(text)?.[1] as Separator | undefined
  if (named) return { separator: named, isNamed: true }
  const sample = text.slice(0, SAMPLE_UNITS).replace(/^\ufeff/, '')
  const counts = SEPARATORS.map(separator => ({ separator, count: namedWith(sample, separator) }))
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a))
  if (best.count > 1) return { separator: best.separator, isNamed: false }
  const first = sample.trimStart().split(/[\r\n]/, 1)[0] ?? ''
  const most = SEPARATORS.map(separator => ({ separator, count: first.split(separator).length }))
  return { separator: most.reduce((a, b) => (b.count > a.count ? b : a)).separator, isNamed: false }
}

function namedWith(sample: string, separator: Separator): number {
  const lines = separatedLines(sample, separator).slice(0, 40)
  return Math.max(0, ...lines.map(({ cells }) => columnsNamed(cells.map(({ text }) => text))))
}
