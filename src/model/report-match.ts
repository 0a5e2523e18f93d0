import { deliveryOfReturnPath } from './delivery.js'
import { type Field, headerText, parseFields } from './report/header.js'
import type { Report } from './report.js'

/** How much of a mail is read, in bytes: what it says and returns stands at its beginning, what is carried along may be huge. */
export const REPORT_BYTES = 1024 * 1024

/** By what a report was matched to its delivery. Never by its From, which anybody can write. */
export const MATCHES = ['return-path', 'message-id', 'returned-part'] as const
export type Match = (typeof MATCHES)[number]

/** What may name a delivery, the best first. */
export type Clues = {
  /** Deliveries whose return path the report came in at: the HMAC is ours. */
  returnPaths: string[]
  /** Message-IDs that it answers or returns; ours carry an HMAC and are looked up as they are. */
  messageIds: string[]
  /** Deliveries whose return path stands in the mail that it returns: the HMAC is ours. */
  carried: string[]
}

/** The local part may be longer than addresses are by rule, and mail systems on the way may have lowered its case. */
const TOKEN = /bounce\+[a-z0-9.-]{1,200}\.[0-9a-f]{20}@/gi
const HEADER_BYTES = 64 * 1024

/** The clues of a report, from its understood form and its bytes. Forged tokens are left out. */
export function cluesOf(report: Pick<Report, 'references'>, bytes: Uint8Array, secret: string): Clues {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, REPORT_BYTES)).toString(
    'latin1',
  )
  const header = headerOf(text)
  return {
    returnPaths: deliveriesIn(header, secret),
    messageIds: report.references,
    carried: deliveriesIn(text.slice(header.length), secret),
  }
}

/** When a mail says that it was written; null when it doesn't say, or what can't be (RFC 5322 §3.6.1). */
export function sentAtOf(bytes: Uint8Array): Date | null {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, HEADER_BYTES))
  const fields: Field[] = parseFields(headerOf(head.toString('latin1')))
  const at = Date.parse(headerText(fields, 'date').replace(/\([^()]*\)/g, ''))
  const isLikely = at > Date.UTC(2000, 0) && at < Date.UTC(2200, 0)
  return isLikely ? new Date(at) : null
}

function headerOf(text: string): string {
  const head = text.slice(0, HEADER_BYTES)
  const end = head.slice(1).search(/\n\r*\n/)
  return end < 0 ? head : head.slice(0, end + 1)
}

function deliveriesIn(text: string, secret: string): string[] {
  const tokens = [...new Set(text.match(TOKEN))].slice(0, 50)
  const found = tokens.flatMap(
    token => deliveryOfReturnPath(token, secret) ?? deliveryOfReturnPath(withCase(token), secret) ?? [],
  )
  return [...new Set(found)]
}

/** The only capital letter in a delivery's id is the W of its week. */
function withCase(token: string): string {
  return token.toLowerCase().replace(/^(bounce\+\d{4}-)w/, '$1W')
}
