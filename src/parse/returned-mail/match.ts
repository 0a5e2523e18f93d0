import { returnTokensIn } from '../../model/delivery/delivery.js'
import type { Report } from '../../model/returned-mail/report.js'
import { type Field, headerText, parseFields } from './header.js'

/** How much of a mail is read, in bytes: what it says and returns stands at its beginning, what is carried along may be huge. */
export const REPORT_BYTES = 1024 * 1024

/** By what a report was matched to its delivery. Never by its From, which anybody can write. */
const MATCHES = ['return-path', 'message-id', 'returned-part'] as const
export type Match = (typeof MATCHES)[number]

/**
 * Whether a mail system's word changes anything: it has the token of a return path, which only mail systems and the official's own mailbox
 * see. A Message-ID goes into every answer, and anybody in the thread can write a bounce with it (decision 25).
 */
export const isProven = (match: Match): boolean => match !== 'message-id'

/** What may name a delivery, the best first. */
export type Clues = {
  /** Tokens of the return paths that the report came in at; ours are HMACs and are looked up as they are. */
  returnTokens: string[]
  /** Message-IDs that it answers or returns; ours carry an HMAC and are looked up as they are. */
  messageIds: string[]
  /** Tokens of the return paths that stand in the mail that it returns. */
  carried: string[]
}

const HEADER_BYTES = 64 * 1024

/** The clues of a report, from its understood form and its bytes. */
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
