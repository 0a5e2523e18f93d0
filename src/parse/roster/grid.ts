import { ungarbled } from '../../model/language/mojibake.js'
import { type Place, type Problem, problemAt } from '../../model/problem/problem.js'
import { decodeText } from '../../model/problem/text-hygiene.js'
import { columnsNamed } from './heading.js'
import { incomingText } from './incoming.js'
import { SEPARATORS, type Separator, separatedLines } from './separated.js'

/**
 * A cell as a person sees it, and where it stands. `fault`: a spreadsheet shows an error there, has not computed a formula, or has
 * struck the text through. `serial`: a number that is no date yet, and the ISO day that it would be.
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

/** The rows of a CSV text, whatever its encoding; what is wrong with its bytes or its quotes is a problem. */
export function gridFromBytes(bytes: Uint8Array, file: string): Grid {
  const incoming = incomingText(bytes)
  const given =
    incoming.text === null ? bytes : new TextEncoder().encode(incoming.text.replace(/\r\n?/g, '\n'))
  const { text, problems } = decodeText(given, file)
  if (text === null) return { ...EMPTY_GRID, problems }
  const grid = gridFromText(text, file)
  // Garbled letters are named by their cells, with the value that is meant. Controls of Latin-1 are spaces by then.
  const isNamed = grid.rows.some(({ cells }) => cells.some(cell => ungarbled(cell.text) !== null))
  const ofBytes = problems.filter(({ code }) => code !== 'mojibake' || !isNamed)
  return { ...grid, problems: [...ofBytes, ...grid.problems] }
}

function gridFromText(text: string, file: string): Grid {
  const { separator, isNamed } = separatorOf(text)
  const lines = separatedLines(text, separator).slice(isNamed ? 1 : 0)
  const problems = lines.flatMap(({ fault }) => (fault ? [problemAt(file, fault, 'quote-wrong', {})] : []))
  const rows = lines.flatMap(({ line, cells, fault }) =>
    fault
      ? []
      : [
          {
            line,
            cells: cells.map(cell => ({
              text: cell.text.normalize('NFC'),
              place: { line: cell.line, column: cell.column },
            })),
          },
        ],
  )
  return { rows, problems, unreadable: problems.length }
}

/** What a spreadsheet writes on a first line to say which separator it uses. */
const NAMED = /^\ufeff?"?sep=([;,\t|])/i
const SAMPLE_UNITS = 20_000

/**
 * The separator of a text: that of a line `sep=;`, else the one by which a line near the top names most of our columns, else
 * the one of which the first line has most.
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
