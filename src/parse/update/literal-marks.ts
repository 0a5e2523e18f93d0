/** Paragraph lines meant as another block: a heading without its space, a broken table, a definition. */
export function literalLines(content: string): { found: string; line: number; suggestion: string | null }[] {
  const lines = content.split('\n')
  const heading = lines.findIndex(line => /^#{2,6}[^\s#]/.test(line))
  const found: { found: string; line: number; suggestion: string | null }[] = []
  if (heading >= 0) {
    const line = lines[heading] ?? ''
    found.push({ found: line, line: heading, suggestion: line.replace(/^#+/, '$& ') })
  }
  const row = lines.findIndex(line => /^[ \t:|-]+$/.test(line) && line.includes('---') && line.includes('|'))
  const isTable = row >= 0 || (lines.length > 1 && lines.every(line => line.startsWith('|')))
  if (isTable) found.push({ found: lines[0] ?? '', line: 0, suggestion: null })
  if (lines.length > 1 && (lines[0] ?? '').length <= 40 && /^: {1,8}\S/.test(lines[1] ?? ''))
    found.push({ found: lines[1] ?? '', line: 1, suggestion: null })
  return found
}
