import type { HOLDERS, ReportRecipient } from './report-recipient.js'

export const REPLY_TOPICS = ['objection', 'unsubscribe', 'correction', 'question', 'other'] as const

export type ReplyTopic = (typeof REPLY_TOPICS)[number]

export type Holder = (typeof HOLDERS)[number]

const REPORT_KINDS = ['dsn', 'auto-reply', 'complaint', 'reply', 'unknown'] as const

export type ReportKind = (typeof REPORT_KINDS)[number]

/** Kinds written by mail systems, which may be forged. */
export const MACHINES: ReportKind[] = ['dsn', 'complaint']

/** A returned mail, understood. Holds no text of an out-of-office: the reason of an absence may be health data. */
export type Report = {
  kind: ReportKind
  /** A DSN's recipients; for a complaint or read receipt, who is known to have the mail; else empty. */
  recipients: ReportRecipient[]
  /** For an out-of-office: the last day (ISO date) and the deputy's address, if given. */
  until?: string
  deputy?: string
  /** For an out-of-office or reply: the author's new address, if given. A person must confirm it. */
  newAddress?: string
  /** For an out-of-office: the author left office or the mailbox is unread; and the successor's address. */
  gone?: true
  successor?: string
  /** Our mail has not arrived: a filter keeps it. */
  held?: Holder
  /** A read receipt (RFC 8098), which is an automatic reply too. */
  receipt?: 'read-receipt'
  /** For a reply: its text without the quoted mail, and its topic. */
  replyText?: string
  topic?: ReplyTopic
  /** The author's address by the mail's claim: for display, never for matching. */
  from: string
  /** Message-IDs, with angle brackets, of the mails that this one answers or returns. */
  references: string[]
  /** The addresses where the report came in; a return path with its token is among them. */
  returnedTo: string[]
  /** The recipients of the mail that came back. */
  envelopeTo: string[]
  /** Return paths in the returned mail. */
  returnPaths: string[]
  /** Original-Envelope-Id (RFC 3464 §2.2.1); '' when there is none. */
  envelopeId: string
  /** Addresses that must get no answer to this mail (RFC 3834 §2): its authors, or none. */
  neverAnswered: string[]
}
