import { decodeCharset } from '../../model/language/charset.js'
import { fromBase64, fromHexEscapes } from './transfer.js'

/** A header field: name in lower case, value unfolded, encoded words still encoded. */
export type Field = { name: string; value: string }

const NAME = /^([!-9;-~]{1,200})[ \t]*:/

/**
 * The fields of a header block, in order (RFC 5322 §2.2). Joins folded lines; skips lines that are neither field nor continuation, which gateways
 * insert. Never fails.
 */
export function parseFields(block: string): Field[] {
  const fields: Field[] = []
  for (const line of lineFeeds(block).split('\n')) {
    const last = fields.at(-1)
    if (/^[ \t]/.test(line) && last) last.value += ` ${line.trim()}`
    else {
      const name = NAME.exec(line)
      if (name?.[1]) fields.push({ name: name[1].toLowerCase(), value: line.slice(name[0].length).trim() })
    }
  }
  return fields
}

/** The first field of that name (lower case), decoded; '' when there is none. */
export function headerText(fields: Field[], name: string): string {
  const field = fields.find(candidate => candidate.name === name)
  return field ? decodeWords(field.value).trim() : ''
}

/** All fields of these names (lower case), undecoded, in the mail's order. */
export function headerValues(fields: Field[], ...names: string[]): string[] {
  return fields.filter(field => names.includes(field.name)).map(field => field.value)
}

const WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?]{0,2000})\?=/gi

/** Decodes encoded words (RFC 2047). White space between two of them is removed (§6.2). */
export function decodeWords(value: string): string {
  if (!value.includes('=?')) return value
  const joined = value.replace(/\?=[ \t]{1,200}=\?/g, '?==?')
  let text = ''
  let position = 0
  let pending: { charset: string; bytes: Buffer[]; end: number } | null = null
  const flush = () => {
    if (pending) text += decodeCharset(Buffer.concat(pending.bytes), pending.charset)
    pending = null
  }
  for (const match of joined.matchAll(WORD)) {
    const charset = (match[1] ?? '').split('*')[0]?.toLowerCase() ?? ''
    // A character may be split over two words, so neighbours are decoded together.
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
  return fromHexEscapes(encoded.replaceAll('_', ' '))
}

/**
 * A structured field: its value in lower case and its parameters (RFC 2045 §5.1, continued and encoded: RFC 2231). Comments (RFC 5322 §3.2.2) between
 * tokens are removed; parentheses in quotes or tokens stay.
 */
export function parseParameters(value: string): { value: string; parameters: Map<string, string> } {
  const parameters = new Map<string, string>()
  const pieces = splitOutsideQuotes(value, true) ?? splitOutsideQuotes(value, false) ?? []
  for (const piece of pieces.slice(1)) {
    const at = piece.indexOf('=')
    if (at < 1) continue
    const name = piece.slice(0, at).trim().toLowerCase()
    const base = name.split('*')[0] ?? ''
    const content = unquote(piece.slice(at + 1).trim())
    const decoded = name.endsWith('*') ? decodePercent(content) : content
    parameters.set(base, (name === base ? '' : (parameters.get(base) ?? '')) + decoded)
  }
  return { value: (pieces[0] ?? '').trim().toLowerCase(), parameters }
}

/** The pieces between semicolons; null when a comment doesn't end and comments are parsed. */
function splitOutsideQuotes(value: string, hasComments: boolean): string[] | null {
  const pieces: string[] = ['']
  let quoted = false
  let depth = 0
  for (let at = 0; at < value.length; at++) {
    const character = value[at] as string
    if (character === '"' && depth === 0) quoted = !quoted
    if (hasComments && !quoted) {
      if (character === '(' && (depth > 0 || isBetweenTokens(value, at))) depth++
      if (depth > 0) {
        if (character === ')') depth--
        if (character === '\\') at++
        continue
      }
    }
    const escaped = character === '\\' ? (value[++at] ?? '') : ''
    if (character === ';' && !quoted) pieces.push('')
    else pieces[pieces.length - 1] += character + escaped
  }
  return depth > 0 ? null : pieces
}

const isBetweenTokens = (value: string, at: number) => at === 0 || ' \t;'.includes(value[at - 1] as string)

function unquote(text: string): string {
  if (!text.startsWith('"')) return text.split(/\s/)[0] ?? ''
  return text.slice(1, text.lastIndexOf('"') > 0 ? text.lastIndexOf('"') : undefined).replace(/\\(.)/g, '$1')
}

function decodePercent(text: string): string {
  const [, charset, rest] = /^([^']{0,40})'[^']{0,20}'(.*)$/.exec(text) ?? [null, 'utf-8', text]
  const escaped = (rest ?? '').replaceAll('=', '=3D').replace(/%([0-9a-f]{2})/gi, '=$1')
  return decodeCharset(fromHexEscapes(escaped), charset || 'utf-8')
}

/** Line ends as LF: CRs before an LF are dropped; any other CR is a line end. */
export function lineFeeds(text: string): string {
  return text.replace(/\r+\n?/g, ends => (ends.endsWith('\n') ? '\n' : '\n'.repeat(ends.length)))
}

/** Whether one of these fields has a value that matches. */
export function hasAny(fields: Field[], table: [string, RegExp][]): boolean {
  return table.some(([name, pattern]) => headerValues(fields, name).some(value => pattern.test(value)))
}
