import type { DeliveryState } from '../../model/delivery/delivery.js'
import type { Evidence, ReportFact } from '../../model/follow-ups/consequences.js'
import type { Report } from '../../model/returned-mail/report.js'
import type { Match } from '../../parse/returned-mail/match.js'
import type { MailPlace } from '../../postgres/returned-mail/report-sources.js'

/** An incoming mail: `item` names it within its source, `place` is its position in a mailbox. */
export type ReportMail = {
  source: string
  item: string
  place: MailPlace | null
  /** Its beginning; at most REPORT_BYTES are read. */
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
  /** The delivery's state afterwards. */
  state: DeliveryState | null
  /** A mail system's sender refusal: its domain and words; null when none is proven. */
  refusesUs: { domain: string; words: string } | null
  /** For a bounce of no delivery: what may name its staff mail; null when it is none. */
  staffMail: ReturnedStaffMail | null
  /** Addresses that must get no answer to this mail (RFC 3834 §2). */
  neverAnswered: string[]
}

/** `messageIds`: those it returns; `addresses`: who did not get it; `words`: why. */
export type ReturnedStaffMail = { messageIds: string[]; addresses: string[]; words: string }
