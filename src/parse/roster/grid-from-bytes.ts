import { ungarbled } from '../../model/language/mojibake.js'
import { problemAt } from '../../model/problem/problem.js'
import { decodeText } from '../../model/problem/text-hygiene.js'
import { EMPTY_GRID, type Grid, separatorOf } from './grid.js'
import { incomingText } from './incoming.js'
import { separatedLines } from './separated.js'

/** The rows of a CSV text in any encoding; faults of bytes or quotes are problems. */
export function gridFromBytes(bytes: Uint8Array, file: string): Grid {
  const incoming = incomingText(bytes)
  const given =
    incoming.text === null ? bytes : new TextEncoder().encode(incoming.text.replace(/\r\n?/g, '\n'))
  const { text, problems } = decodeText(given, file)
  if (text === null) return { ...EMPTY_GRID, problems }
  const grid = gridFromText(text, file)
  // Garbled letters are reported by cell with the intended value; Latin-1 controls are spaces by then.
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
