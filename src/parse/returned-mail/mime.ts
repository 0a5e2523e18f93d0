import { decodeCharset } from '../../model/language/charset.js'
import { type Field, headerText, lineFeeds, parseFields, parseParameters } from './header.js'
import { headerBlock, LIMITS } from './mime-headers.js'
import { fromBase64, fromQuotedPrintable } from './transfer.js'

/** An entity of a mail. Its body is a view on the mail's bytes, still encoded. */
export type Part = {
  /** `text/plain`, in lower case. */
  type: string
  parameters: Map<string, string>
  fields: Field[]
  depth: number
  /** True inside a message/rfc822 part: another mail that is carried along. */
  returned: boolean
  body: Uint8Array
  /** True for a multipart in which a part was found. */
  hasParts: boolean
}

type Opened = { delimiter: string; part: Part }
type Walk = { bytes: Buffer; parts: Part[]; open: Opened[]; unfinished: { part: Part; start: number }[] }

/**
 * All parts of a mail, outermost first, in byte order (RFC 2046 §5.1). One pass searches delimiter lines of the open multiparts and copies nothing.
 * An outer delimiter also ends the inner parts (§5.1.2). Beyond LIMITS the rest is the last part's body. Never throws; any bytes give at least one
 * part.
 */
export function walkMail(raw: Uint8Array): Part[] {
  const bytes = withLineFeeds(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength))
  const walk: Walk = { bytes, parts: [], open: [], unfinished: [] }
  let position = openPart(walk, skipPreamble(bytes), 0, false)
  for (let lines = 0; lines < LIMITS.delimiterLines && walk.open.length > 0; lines++) {
    const hit = bytes.indexOf('\n--', Math.max(0, position - 1), 'latin1')
    if (hit < 0 || walk.parts.length >= LIMITS.parts) break
    position = atDelimiter(walk, hit)
  }
  finish(walk, 0, bytes.length)
  return walk.parts
}

/** The decoded text of a part, from at most LIMITS.text bytes. */
export function partText(part: Part): string {
  const decoded = decodeTransfer(part.body, headerText(part.fields, 'content-transfer-encoding'), LIMITS.text)
  return lineFeeds(decodeCharset(decoded, part.parameters.get('charset') ?? ''))
}

/** Translates bare CRs at line ends, as far as the report needs. */
function withLineFeeds(bytes: Buffer): Buffer {
  const head = bytes.subarray(0, LIMITS.header)
  if (head.includes(10) || !head.includes(13)) return bytes
  return Buffer.from(bytes.subarray(0, 4 * LIMITS.text).map(byte => (byte === 13 ? 10 : byte)))
}

/** White space and an mbox `From ` line before the first field. */
function skipPreamble(bytes: Buffer): number {
  let position = bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0
  while (position < 4096 && /[ \t\r\n]/.test(String.fromCharCode(bytes[position] ?? 0))) position++
  if (!/^>?From /.test(bytes.toString('latin1', position, position + 6))) return position
  const end = bytes.indexOf(10, position)
  return end < 0 ? position : end + 1
}

/** Parses a part's header, opens its contents, and returns where its body begins. */
function openPart(walk: Walk, start: number, depth: number, returned: boolean): number {
  const { block, bodyStart } = headerBlock(walk.bytes, start)
  const fields = parseFields(block)
  const content = parseParameters(headerText(fields, 'content-type'))
  const type = /^[\w.+-]{1,100}\/[\w.+-]{1,100}/.exec(content.value)?.[0] ?? 'text/plain'
  const part: Part = {
    type,
    parameters: content.parameters,
    fields,
    depth,
    returned,
    body: walk.bytes.subarray(bodyStart, bodyStart),
    hasParts: false,
  }
  walk.parts.push(part)
  walk.unfinished.push({ part, start: bodyStart })
  if (depth >= LIMITS.depth || walk.parts.length >= LIMITS.parts) return bodyStart
  const boundary = content.parameters.get('boundary') ?? ''
  if (type.startsWith('multipart/') && boundary !== '' && boundary.length <= 400)
    walk.open.push({ delimiter: `--${boundary.trimEnd()}`, part })
  if (isWholeMail(part)) return openPart(walk, bodyStart, depth + 1, true)
  return bodyStart
}

/** A mail inside the mail (RFC 2046 §5.2.1, RFC 6532 §3.7), unless it was encoded against the rules. */
function isWholeMail(part: Part): boolean {
  const encoding = headerText(part.fields, 'content-transfer-encoding').toLowerCase()
  return /^message\/(rfc822|global)$/.test(part.type) && !/base64|quoted/.test(encoding)
}

/** Processes a line that begins with `--`; returns the position after it. */
function atDelimiter(walk: Walk, newline: number): number {
  const end = walk.bytes.indexOf(10, newline + 1)
  const line = walk.bytes.toString(
    'latin1',
    newline + 1,
    Math.min(end < 0 ? walk.bytes.length : end, newline + 500),
  )
  const after = end < 0 ? walk.bytes.length : end + 1
  for (let level = walk.open.length - 1; level >= 0; level--) {
    const opened = walk.open[level]
    if (!opened || !line.startsWith(opened.delimiter)) continue
    const rest = line.slice(opened.delimiter.length).trimEnd()
    if (rest !== '' && rest !== '--') continue
    const outer = walk.unfinished.findIndex(entry => entry.part === opened.part)
    finish(walk, outer + 1, newline)
    walk.open.length = rest === '' ? level + 1 : level
    if (rest === '') {
      opened.part.hasParts = true
      return openPart(walk, after, opened.part.depth + 1, opened.part.returned)
    }
    return after
  }
  return after
}

/** Ends all open parts from this index on. */
function finish(walk: Walk, from: number, newline: number): void {
  let end = newline
  while (end > 0 && walk.bytes[end - 1] === 13) end--
  for (const { part, start } of walk.unfinished.splice(from))
    part.body = walk.bytes.subarray(start, Math.max(start, end))
}

/** Undoes the Content-Transfer-Encoding of at most `limit` bytes of a body. */
function decodeTransfer(body: Uint8Array, encoding: string, limit: number): Buffer {
  const encoded = Buffer.from(body.buffer, body.byteOffset, Math.min(body.byteLength, limit))
  const name = encoding.trim().toLowerCase()
  if (name === 'base64') return fromBase64(encoded.toString('latin1'))
  if (name === 'quoted-printable') return fromQuotedPrintable(encoded.toString('latin1'))
  return encoded
}
