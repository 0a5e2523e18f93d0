import type { DescribedProblem } from '../problem/texts.js'
import { ownColumns } from './incoming.js'

/** A sheet as CSV text, line n for row n, and how a place in that text is named in the sheet. */
export type Placed = { text: string; placeOf: (problem: DescribedProblem) => DescribedProblem }

/** Writes the cells of a sheet as CSV, its first row with our names of the columns. */
export function sheetText(rows: readonly (readonly string[])[]): Placed {
  const width = Math.max(0, ...rows.map(row => row.length))
  const full = rows.map(row => Array.from({ length: width }, (_, index) => row[index] ?? ''))
  const [head = [], ...rest] = full
  const used = head.map((name, index) => name !== '' || rest.some(row => row[index] !== ''))
  const cells = [ownColumns(head), ...rest].map(row => row.filter((_, index) => used[index]).map(quoted))
  const columns = used.flatMap((isUsed, index) => (isUsed ? [index] : []))
  return {
    text: `${cells.map(row => row.join(';')).join('\n')}\n`,
    placeOf: problem => {
      const row = cells[problem.line - 1] ?? []
      let end = 0
      const at = row.findIndex(cell => {
        end += cell.length + 1
        return problem.column <= end
      })
      const column = (columns[Math.max(0, at)] ?? 0) + 1
      return { ...problem, column, place: `cell ${letters(column)}${problem.line}` }
    },
  }
}

const quoted = (cell: string) => (/[;"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** 1 → A, 27 → AA. */
function letters(column: number): string {
  const rest = (column - 1) % 26
  const before = column > 26 ? letters(Math.floor((column - 1) / 26)) : ''
  return before + String.fromCharCode(65 + rest)
}
