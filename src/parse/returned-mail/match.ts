import { returnTokensIn } from '../../model/delivery/delivery.js'
import type { Report } from '../../model/returned-mail/report.js'
import { type Field, headerText, parseFields } from './header.js'

/** Bytes of a mail that are read: words and returned header are at its beginning, attachments may be huge. */
export const REPORT_BYTES = 1024 * 1024

/** What matched a report to its delivery. Never its From, which anybody can forge. */
const MATCHES = ['return-path', 'message-id', 'returned-part'] as const
export type Match = (typeof MATCHES)[number]

/**
 * Whether a mail system's report counts: it has a return path's token, seen only by mail systems and the official's mailbox. A Message-ID is in every
 * answer, so anybody in the thread could forge a bounce with it (decision 25).
 */
export const isProven = (match: Match): boolean => match !== 'message-id'

/** What may identify a delivery, the best first. */
export type Clues = {
  /** Tokens of the return paths where the report came in; ours are HMACs, found by look-up. */
  returnTokens: string[]
  /** Message-IDs that it answers or returns; ours carry an HMAC and are found by look-up. */
  messageIds: string[]
  /** Tokens of return paths in the returned mail. */
  carried: string[]
}

const HEADER_BYTES = 64 * 1024

/** The clues of a report, from its parsed form and its bytes. */
export function cluesOf(report: Pick<Report, 'references'>, bytes: Uint8Array): Clues {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, REPORT_BYTES)).toString(
    'latin1',
  )
  const header = headerOf(text)
  return {
    returnTokens: returnTokensIn(header),
    messageIds: report.references,
    carried: returnTokensIn(text.slice(header.length)),
  }
}

/** The Date of a mail; null when it has none or an impossible one (RFC 5322 §3.6.1). */
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
