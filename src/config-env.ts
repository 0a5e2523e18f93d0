/** A file `.env`: its values, its names with their lines, and the lines that are no NAME=value. */
export type EnvFile = {
  values: Record<string, string>
  names: { name: string; line: number }[]
  broken: number[]
}

const NAME = /^[ \t]*(?:export[ \t]+)?([^\s=#](?:[^\s=]*))[ \t]*=[ \t]*/
const QUOTES = ['"', "'", '`']

/**
 * Parses `.env` as Node's `parseEnv` does: three kinds of quotes, several lines, `
 * ` in double quotes, comments; the last of two values counts. Unlike it, a BOM, a lone CR or a line without `=` spoils no other line.
 */
export function parseEnvFile(text: string): EnvFile {
  const source = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const found: EnvFile = { values: {}, names: [], broken: [] }
  for (let at = 0, line = 1; at < source.length; ) {
    const newline = source.indexOf('\n', at)
    const end = newline < 0 ? source.length : newline
    const content = source.slice(at, end)
    const [head, name] = NAME.exec(content) ?? []
    if (head === undefined || name === undefined) {
      if (!/^\s*(#|$)/.test(content)) found.broken.push(line)
      at = end + 1
      line++
      continue
    }
    const { value, after } = valueAt(source, at + head.length, end)
    found.values[name] = value
    found.names.push({ name, line })
    line += source.slice(at, after).split('\n').length
    at = after + 1
  }
  return found
}

/** The value that begins there, and the end of its last line. */
function valueAt(source: string, start: number, end: number): { value: string; after: number } {
  const quote = source[start] ?? ''
  const closing = QUOTES.includes(quote) ? source.indexOf(quote, start + 1) : -1
  if (closing < 0) return { value: (source.slice(start, end).split('#', 1)[0] ?? '').trim(), after: end }
  const inner = source.slice(start + 1, closing)
  const newline = source.indexOf('\n', closing)
  const after = newline < 0 ? source.length : newline
  return { value: quote === '"' ? inner.replaceAll('\\n', '\n') : inner, after }
}
