import type { DeliveryState } from '../../model/delivery/delivery.js'
import type { Evidence, ReportFact } from '../../model/follow-ups/consequences.js'
import type { Report } from '../../model/returned-mail/report.js'
import type { Match } from '../../parse/returned-mail/match.js'
import type { MailPlace } from '../../postgres/returned-mail/report-sources.js'

/** A mail as it came in: `item` names it within its source, `place` where it stands in a mailbox. */
export type ReportMail = {
  source: string
  item: string
  place: MailPlace | null
  /** Its beginning; more than REPORT_BYTES is not read. */
  bytes: Uint8Array
  /** Of the whole mail, in bytes. */
  size: number
}

export type RecordedReport = {
  isNew: boolean
  kind: Report['kind']
  match: Match | null
  delivery: string | null
  edition: string | null
  evidence: Evidence | null
  topic: ReportFact['topic']
  /** Of the delivery, afterwards. */
  state: DeliveryState | null
  /** Of a mail system that refuses us, whoever the recipient: whose it is, and its words; null when none does, or it is not proven. */
  refusesUs: { domain: string; words: string } | null
  /** Of a bounce that is about none of our deliveries: what may name the staff mail that it is about; null when it is none. */
  staffMail: ReturnedStaffMail | null
  /** To whom nothing may be sent because of this mail (RFC 3834 §2). */
  neverAnswered: string[]
}

/** `messageIds`: those that it returns; `addresses`: who has not got it, as it says; `words`: why. */
export type ReturnedStaffMail = { messageIds: string[]; addresses: string[]; words: string }
