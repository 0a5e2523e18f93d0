import { decodeCharset, fromBase64 } from './transfer.js'

/** One header field: name in lower case, value unfolded, encoded words still encoded. */
export type Field = { name: string; value: string }

const NAME = /^([!-9;-~]{1,200})[ \t]*:/

/**
 * The fields of a header block, in order (RFC 5322 §2.2): folded lines are joined; a line that is neither a field
 * nor a continuation is left out, because gateways insert such lines. Takes text, never fails.
 */
export function parseFields(block: string): Field[] {
  const fields: Field[] = []
  for (const line of block.split(/\r*\n|\r/)) {
    const last = fields.at(-1)
    if (/^[ \t]/.test(line) && last) last.value += ` ${line.trim()}`
    else {
      const name = NAME.exec(line)
      if (name?.[1]) fields.push({ name: name[1].toLowerCase(), value: line.slice(name[0].length).trim() })
    }
  }
  return fields
}

/** The first field of that name (lower case), decoded for people; '' when there is none. */
export function headerText(fields: Field[], name: string): string {
  const field = fields.find(candidate => candidate.name === name)
  return field ? decodeWords(field.value).trim() : ''
}

/** All fields of these names (lower case), as they stand, in the order of the mail. */
export function headerValues(fields: Field[], ...names: string[]): string[] {
  return fields.filter(field => names.includes(field.name)).map(field => field.value)
}

const WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?]{0,2000})\?=/gi

/** Encoded words into text (RFC 2047). White space between two of them falls away (§6.2); unknown charsets as Latin-1. */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value
  const joined = value.replace(/\?=[ \t]+=\?/g, '?==?')
  let text = ''
  let position = 0
  let pending: { charset: string; bytes: Buffer[]; end: number } | null = null
  const flush = () => {
    if (pending) text += decodeCharset(Buffer.concat(pending.bytes), pending.charset)
    pending = null
  }
  for (const match of joined.matchAll(WORD)) {
    const charset = (match[1] ?? '').replace(/\*.*$/, '').toLowerCase()
    // A character may be cut in two words, so neighbours are decoded together.
    if (!pending || pending.charset !== charset || pending.end !== match.index) {
      flush()
      text += joined.slice(position, match.index)
      pending = { charset, bytes: [], end: 0 }
    }
    position = match.index + match[0].length
    pending.bytes.push(wordBytes(match[2] ?? 'q', match[3] ?? ''))
    pending.end = position
  }
  flush()
  return text + joined.slice(position)
}

function wordBytes(encoding: string, encoded: string): Buffer {
  if (encoding.toLowerCase() === 'b') return fromBase64(encoded)
  const bytes = encoded
    .replace(/_/g, ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1')
}

/** A structured field: its value in lower case, and its parameters (RFC 2045 §5.1, continued and encoded: RFC 2231). */
export function parseParameters(value: string): { value: string; parameters: Map<string, string> } {
  const parameters = new Map<string, string>()
  const pieces = splitOutsideQuotes(value)
  for (const piece of pieces.slice(1)) {
    const at = piece.indexOf('=')
    if (at < 1) continue
    const name = piece.slice(0, at).trim().toLowerCase()
    const base = name.replace(/\*.*$/, '')
    const content = unquote(piece.slice(at + 1).trim())
    const decoded = name.endsWith('*') ? decodePercent(content) : content
    parameters.set(base, (name === base ? '' : (parameters.get(base) ?? '')) + decoded)
  }
  return { value: (pieces[0] ?? '').trim().toLowerCase(), parameters }
}

function splitOutsideQuotes(value: string): string[] {
  const pieces: string[] = []
  let start = 0
  let quoted = false
  for (let at = 0; at < value.length; at++) {
    if (value[at] === '\\') at++
    else if (value[at] === '"') quoted = !quoted
    else if (value[at] === ';' && !quoted) {
      pieces.push(value.slice(start, at))
      start = at + 1
    }
  }
  return [...pieces, value.slice(start)]
}

function unquote(text: string): string {
  if (!text.startsWith('"')) return text.replace(/\s.*$/, '')
  return text.slice(1, text.lastIndexOf('"') > 0 ? text.lastIndexOf('"') : undefined).replace(/\\(.)/g, '$1')
}

function decodePercent(text: string): string {
  const [, charset, rest] = /^([^']{0,40})'[^']{0,20}'(.*)$/.exec(text) ?? [null, 'utf-8', text]
  const bytes = (rest ?? '').replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return decodeCharset(Buffer.from(bytes, 'latin1'), charset || 'utf-8')
}
