import { FILE_LINES_AT_LEAST, FUNCTION_LINES_AT_MOST, type Row, type Spread } from './row.js'

/** A measure in words; `aim` in words; `missing`: by how much a row misses it, relative to the first row. */
export type Aim = {
  what: string
  shown: (row: Row) => string
  aim: string
  missing: (row: Row, began: Row) => string[]
}

const FILE_LINES_MEDIAN = 60
export const FILE_LINES_OF_NINETY = 150
const CODE_LINES_FEWER = 1200

/** The aims of docs/architecture.md, in the order of its table. */
export const AIMS: Aim[] = [
  { what: 'files', shown: ({ files }) => thousands(files), aim: '', missing: () => [] },
  {
    what: 'lines of a file, median/90 %/max',
    shown: ({ fileLines }) => spread(fileLines),
    aim: `≤ ${FILE_LINES_MEDIAN}/${FILE_LINES_OF_NINETY}`,
    missing: ({ fileLines: { median, ninety } }) => [
      ...over(median - FILE_LINES_MEDIAN, 'in the median'),
      ...over(ninety - FILE_LINES_OF_NINETY, 'at 90 %'),
    ],
  },
  {
    what: 'lines of a named function, likewise',
    shown: ({ functionLines }) => spread(functionLines),
    aim: '',
    missing: () => [],
  },
  {
    what: `functions over ${FUNCTION_LINES_AT_MOST} lines`,
    shown: ({ functionsTooLong }) => thousands(functionsTooLong),
    aim: '0',
    missing: ({ functionsTooLong }) => over(functionsTooLong),
  },
  {
    what: 'comment lines',
    shown: ({ commentShare }) => `${(100 * commentShare).toFixed(1)} %`,
    aim: '',
    missing: () => [],
  },
  {
    what: 'circles by types/by values',
    shown: ({ circlesByType, circlesByValue }) => `${circlesByType}/${circlesByValue}`,
    aim: '0/0',
    missing: ({ circlesByType, circlesByValue }) => [
      ...over(circlesByType, 'by types'),
      ...over(circlesByValue, 'by values'),
    ],
  },
  {
    what: 'lines of code in src, without the gallery',
    shown: ({ codeLines }) => thousands(codeLines),
    aim: `${thousands(CODE_LINES_FEWER)} fewer`,
    missing: ({ codeLines }, began) => over(codeLines - began.codeLines + CODE_LINES_FEWER),
  },
  {
    what: 'tokens of these lines',
    shown: ({ tokens }) => thousands(tokens),
    aim: `those of ${thousands(CODE_LINES_FEWER)} lines fewer`,
    missing: ({ tokens }, began) =>
      over(Math.ceil(tokens - began.tokens * (1 - CODE_LINES_FEWER / began.codeLines))),
  },
  noWorse('files that a file imports, median', 'arrowsAFile'),
  noWorse(`files under ${FILE_LINES_AT_LEAST} lines`, 'filesTooShort'),
  noWorse('exports with one importer', 'exportsWithOneImporter'),
]

function noWorse(what: string, key: 'arrowsAFile' | 'filesTooShort' | 'exportsWithOneImporter'): Aim {
  return {
    what,
    shown: row => thousands(row[key]),
    aim: 'none more',
    missing: (row, began) => over(row[key] - began[key]),
  }
}

/** Rows side by side, the last compared with the previous one. `names` head the columns. */
export function tableOf(rows: Row[], names: string[]): string {
  const [began, row] = [rows.at(-2), rows.at(-1)]
  const lines = AIMS.map(({ what, shown, aim, missing }) => {
    const verdict = began && row ? missing(row, began).join(', ') || 'ok' : ''
    return [what, ...rows.map(shown), aim, aim && verdict]
  })
  return aligned([['', ...names, began ? 'aim' : '', began ? 'where it stands' : ''], ...lines])
}

function aligned(lines: string[][]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map(line => line[column]?.length ?? 0)),
  )
  const padded = (cell: string, column: number) => cell.padEnd(widths[column] ?? 0)
  return lines.map(line => line.map(padded).join('  ').trimEnd()).join('\n')
}

const over = (count: number, where = ''): string[] =>
  count > 0 ? [`${thousands(count)} too many ${where}`.trimEnd()] : []

const spread = ({ median, ninety, greatest }: Spread): string => `${median}/${ninety}/${greatest}`

function thousands(count: number): string {
  return count.toLocaleString('en')
}
