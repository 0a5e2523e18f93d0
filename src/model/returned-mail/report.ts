import type { HOLDERS, ReportRecipient } from './report-recipient.js'

export const REPLY_TOPICS = ['objection', 'unsubscribe', 'correction', 'question', 'other'] as const

export type ReplyTopic = (typeof REPLY_TOPICS)[number]

export type Holder = (typeof HOLDERS)[number]

const REPORT_KINDS = ['dsn', 'auto-reply', 'complaint', 'reply', 'unknown'] as const

export type ReportKind = (typeof REPORT_KINDS)[number]

/** Written by mail systems, of which somebody may forge one. */
export const MACHINES: ReportKind[] = ['dsn', 'complaint']

/** A mail that came back, understood. Holds no text of an out-of-office: why somebody is away may be health data. */
export type Report = {
  kind: ReportKind
  /** Of a DSN each recipient; of a complaint or a read receipt who is known to have the mail; else empty. */
  recipients: ReportRecipient[]
  /** Out-of-office: until when (ISO date), and the address that stands in, when it says so. */
  until?: string
  deputy?: string
  /** Of an out-of-office or a reply: the author's own new address, when it gives one. Only for a person to confirm. */
  newAddress?: string
  /** Of an out-of-office: its author left office, or the mailbox is read no more; and the address of who took over. */
  gone?: true
  successor?: string
  /** The mail that we sent has not arrived: a filter keeps it. */
  held?: Holder
  /** Set for a read receipt (RFC 8098), which is an automatic reply too. */
  receipt?: 'read-receipt'
  /** Of a reply: what its author wrote, without the quoted mail, and what it is about. */
  replyText?: string
  topic?: ReplyTopic
  /** The author's address as the mail claims it: for showing, never for matching. */
  from: string
  /** Message-IDs, with angle brackets, of the mails that this one answers or returns. */
  references: string[]
  /** Where the report came in (the return path with its token is among these). */
  returnedTo: string[]
  /** To whom the mail that came back had been sent. */
  envelopeTo: string[]
  /** Return paths that the returned mail carries. */
  returnPaths: string[]
  /** Original-Envelope-Id (RFC 3464 §2.2.1); '' when there is none. */
  envelopeId: string
  /** To whom nothing may be sent because of this mail (RFC 3834 §2): its authors, or nobody. */
  neverAnswered: string[]
}
