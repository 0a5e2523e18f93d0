/** A field of a card: its name with its group, its parameters, its value without escapes; `N` and `ORG` keep their `;`. */
export type Field = [name: string, parameters: Record<string, string>, value: string]

const LINE = /^((?:[A-Za-z0-9-]+\.)?[A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=[^;:,"]+(?:,[^;:,"]+)*)*):(.*)$/
const COMPOUND = ['N', 'ORG', 'ADR', 'CATEGORIES']

/** Reads a vCard 3.0 by the grammar of RFC 2426 §4, and throws at what is none. */
export function readCard(text: string): Field[] {
  if (!text.endsWith('\r\n')) throw new Error('the last line has no CRLF')
  if (/(?<!\r)\n|\r(?!\n)/.test(text)) throw new Error('a bare CR or LF')
  const lines = text
    .slice(0, -2)
    .replace(/\r\n[ \t]/g, '')
    .split('\r\n')
  const fields = lines.map(fieldOf)
  const names = fields.map(([name]) => name)
  if (names[0] !== 'BEGIN' || names.at(-1) !== 'END') throw new Error('BEGIN and END do not enclose it')
  for (const needed of ['VERSION', 'FN', 'N'])
    if (!names.includes(needed)) throw new Error(`${needed} is missing`)
  return fields
}

function fieldOf(line: string): Field {
  const [, name = '', parameters = '', value = ''] = LINE.exec(line) ?? []
  if (name === '') throw new Error(`not a content line: ${line}`)
  if (/\p{Cc}/u.test(value)) throw new Error(`a control character in ${name}`)
  const pairs = parameters
    .split(';')
    .slice(1)
    .map(pair => pair.split('=') as [string, string])
  return [name, Object.fromEntries(pairs), unescaped(value, COMPOUND.includes(name))]
}

function unescaped(value: string, isCompound: boolean): string {
  return value.replace(/\\(.)|([;,])/gs, (whole, escaped?: string, bare?: string) => {
    if (bare && !isCompound) throw new Error(`an unescaped ${bare}`)
    if (bare) return bare
    if (!escaped || !['\\', ';', ',', 'n', 'N'].includes(escaped)) throw new Error(`no escape: ${whole}`)
    return escaped.toLowerCase() === 'n' ? '\n' : escaped
  })
}
