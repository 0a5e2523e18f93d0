import { CsvError, parse } from 'csv-parse/sync'
import { didYouMean } from '../problem/did-you-mean.js'
import type { Located, Path } from '../problem/located.js'
import { type Place, type Problem, problemAt } from '../problem/problem.js'

type Cell = { text: string; column: number }

/** A table with its rows as `{column: text}`, each cell with its place. `unreadable` lines have no row. */
export type Table = { rows: Located[]; problems: Problem[]; unreadable: number }

/**
 * Reads a CSV file with `;` or `,`, whichever its first line has more of. Each line is read on its own, so that a
 * stray quote costs one line and not the rest: a cell can't hold a line break. A column that is missing, unknown or
 * there twice is a problem, and the others are still read; an optional one may be missing.
 */
export function readTable(
  text: string,
  file: string,
  required: readonly string[],
  optional: readonly string[] = [],
): Table {
  const [head = '', ...lines] = text.split('\n')
  const separator = head.split(';').length >= head.split(',').length ? ';' : ','
  const problems: Problem[] = []
  const heads = cellsOf(head, separator)
  if (!heads)
    return { rows: [], problems: [problemAt(file, { line: 1, column: 1 }, 'quote-wrong', {})], unreadable: 0 }
  const names = heads.map(({ text: name }) => name.toLowerCase())
  const columns = [...required, ...optional]
  problems.push(...columnProblems(heads, names, { required, columns }, file))

  const rows: Located[] = []
  const headProblems = problems.length
  lines.forEach((line, index) => {
    const number = index + 2
    if (line.trim() === '') return
    const cells = cellsOf(line, separator)
    if (!cells) {
      problems.push(problemAt(file, { line: number, column: line.indexOf('"') + 1 }, 'quote-wrong', {}))
    } else if (cells.every(cell => cell.text === '')) {
      // A spreadsheet leaves such lines behind.
    } else if (cells.length !== heads.length) {
      const values = { found: cells.length, expected: heads.length }
      problems.push(problemAt(file, { line: number, column: 1 }, 'cells-count', values))
    } else rows.push(rowOf(cells, names, columns, number, file))
  })
  return { rows, problems, unreadable: problems.length - headProblems }
}

/** The cells of one line, trimmed, with the column at which each begins; null when its quotes don't close. */
function cellsOf(line: string, separator: string): Cell[] | null {
  // An odd number of quotes never closes; the parser takes a hundred times as long to say so.
  if (line.split('"').length % 2 === 0) return null
  return /"|\r./s.test(line) ? quotedCells(line, separator) : plainCells(line, separator)
}

/** Most lines have no quotes; the parser takes a hundred times as long to say so. */
function plainCells(line: string, separator: string): Cell[] {
  let column = 1
  return line.split(separator).map(written => {
    const cell = { text: written.trim().normalize('NFC'), column: column + leadingSpaces(written) }
    column += written.length + separator.length
    return cell
  })
}

function quotedCells(line: string, separator: string): Cell[] | null {
  const bytes = Buffer.from(line)
  let [start, column] = [0, 1]
  const cells: Cell[] = []
  try {
    parse(bytes, {
      delimiter: separator,
      trim: true,
      cast: (value, { bytes: end }) => {
        const written = bytes.subarray(start, end).toString()
        cells.push({ text: value.trim().normalize('NFC'), column: column + leadingSpaces(written) })
        start = end + separator.length
        column += written.length + separator.length
        return value
      },
    })
    return cells
  } catch (error) {
    if (error instanceof CsvError) return null
    throw error
  }
}

function leadingSpaces(written: string): number {
  return written.trim() === '' ? 0 : written.length - written.trimStart().length
}

function columnProblems(
  heads: readonly Cell[],
  names: readonly string[],
  { required, columns }: Record<'required' | 'columns', readonly string[]>,
  file: string,
): Problem[] {
  const absent = columns.filter(column => !names.includes(column))
  const missing = required.filter(column => !names.includes(column))
  const problems: Problem[] = missing.map(column =>
    problemAt(file, { line: 1, column: 1 }, 'column-missing', { column }),
  )
  heads.forEach((head, index) => {
    const place = { line: 1, column: head.column }
    const name = names[index] ?? ''
    if (!columns.includes(name)) {
      // The rest is told as a number.
      const suggestion = problems.length < 100 ? didYouMean(name, absent) : null
      const values = { column: head.text, suggestion, allowed: columns as string[] }
      problems.push(problemAt(file, place, 'column-unknown', values))
    } else if (names.indexOf(name) < index)
      problems.push(problemAt(file, place, 'column-twice', { column: name }))
  })
  return problems
}

/** Only the columns that are known; an object without a prototype, since the file names the keys. */
function rowOf(
  cells: readonly Cell[],
  names: readonly string[],
  columns: readonly string[],
  line: number,
  file: string,
): Located {
  const value: Record<string, string> = Object.create(null)
  const places = new Map<string, Place>()
  cells.forEach((cell, index) => {
    const name = names[index] ?? ''
    if (!columns.includes(name) || places.has(name)) return
    value[name] = cell.text
    places.set(name, { line, column: cell.column })
  })
  const placeOf = (path: Path) => places.get(String(path[0])) ?? { line, column: 1 }
  const written = (path: Path) => wordAt(value[String(path[0])] ?? '', path[1])
  return { file, value, placeOf, keyPlaceOf: placeOf, written }
}

/** A cell that lists words separated by spaces has them as its parts. */
function wordAt(text: string, index: PropertyKey | undefined): string {
  return typeof index === 'number' ? (text.split(/\s+/)[index] ?? '') : text
}
