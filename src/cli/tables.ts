import Table from 'cli-table3'

/** A table for the terminal: no colours, so that it can be piped and read aloud. */
export function table(head: string[], rows: (string | number)[][]): string {
  const drawn = new Table({ head, style: { head: [], border: [], compact: true } })
  drawn.push(...rows)
  return drawn.toString()
}

/**
 * CSV for a spreadsheet: `;` and BOM as Belgian Excel reads it (RFC 4180 quoting). A cell that a spreadsheet would take
 * for a formula starts with `'`.
 */
export function csv(head: string[], rows: (string | number | null)[][]): string {
  const lines = [head, ...rows].map(row => row.map(cell).join(';'))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function cell(value: string | number | null): string {
  const text = value === null ? '' : String(value)
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[";\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe
}
