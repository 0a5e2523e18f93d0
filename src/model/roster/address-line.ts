/** A cell as it stands in a line: with its spaces and quotes. */
const CELLS = {
  ';': /(^|;)(\s*"(?:[^"]|"")*"\s*|[^;"]*)(?=;|$)/g,
  ',': /(^|,)(\s*"(?:[^"]|"")*"\s*|[^,"]*)(?=,|$)/g,
}

/**
 * The text of mandate-holders.csv with another address for one mandate: nothing else changes, not the BOM, the separator,
 * the line ends, the quotes or the order. Null when the mandate, its column or its line can't be told for sure.
 */
export function withAddress(
  text: string,
  recipient: string,
  after: string,
): { text: string; before: string } | null {
  const [head = '', ...lines] = text.split('\n')
  const separator = head.split(';').length >= head.split(',').length ? ';' : ','
  const names = cellsOf(head.replace(/^\ufeff/, ''), separator).map(cell => cell.value.toLowerCase())
  const [idAt, emailAt] = [names.indexOf('id'), names.indexOf('email')]
  if (idAt < 0 || emailAt < 0) return null
  const found = lines.flatMap((line, index) => {
    const cells = cellsOf(line.replace(/\r$/, ''), separator)
    return cells.length === names.length && cells[idAt]?.value === recipient
      ? [{ index, cell: cells[emailAt] }]
      : []
  })
  const [only] = found
  if (!only?.cell || found.length > 1) return null
  const { start, end, value, isQuoted } = only.cell
  const line = lines[only.index] as string
  lines[only.index] = line.slice(0, start) + (isQuoted ? `"${after}"` : after) + line.slice(end)
  return { text: [head, ...lines].join('\n'), before: value }
}

type Cell = { value: string; start: number; end: number; isQuoted: boolean }

function cellsOf(line: string, separator: keyof typeof CELLS): Cell[] {
  return [...line.matchAll(CELLS[separator])].map(match => {
    const [, before = '', cell = ''] = match
    const written = cell.trim()
    const start = match.index + before.length + cell.length - cell.trimStart().length
    const isQuoted = written.startsWith('"')
    const value = isQuoted ? written.slice(1, -1).replaceAll('""', '"').trim() : written.trim()
    return { value: value.normalize('NFC'), start, end: start + written.length, isQuoted }
  })
}
