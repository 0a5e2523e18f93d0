import { createHash } from 'node:crypto'
import type { DeliveryState } from '../../model/delivery/delivery.js'
import type { Evidence, ReportFact } from '../../model/follow-ups/consequences.js'
import type { Report } from '../../model/returned-mail/report.js'
import { cluesOf, type Match, REPORT_BYTES, sentAtOf } from '../../parse/returned-mail/match.js'
import { classifyReport } from '../../parse/returned-mail/report.js'
import type { MailPlace } from '../../postgres/returned-mail/report-sources.js'
import { understood } from './report-fact.js'
import type { RecordReportPorts } from './report-ports.js'

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

/**
 * Understands one mail that came back, finds the delivery that it is about and keeps it with its consequences. The same
 * mail again changes nothing; forged or unknown, it is kept without its words. Throws when the ledger can't keep it.
 */
export async function recordReport(
  ports: RecordReportPorts,
  mail: ReportMail,
  now: Date,
): Promise<RecordedReport> {
  const report = classifyReport(mail.bytes, await ports.ourWords())
  const sentAt = sentAtOf(mail.bytes)
  const addresses = [...report.recipients.map(({ address }) => address), report.from]
  const about = await ports.find(cluesOf(report, mail.bytes), { addresses, sentAt })
  const heard = await understood(ports, report, { hash: hashOf(mail), sentAt, about }, now)
  const { source, item, place } = mail
  const kept = await ports.keep({ source, item, place, ...heard }, now)
  const { fact, refusedBy } = heard
  const { kind, evidence, topic } = fact
  return {
    ...kept,
    kind,
    evidence,
    topic,
    match: about?.match ?? null,
    delivery: about?.delivery ?? null,
    edition: about?.edition ?? null,
    refusesUs: refusedBy ? { domain: refusedBy, words: fact.reason || 'our mails are refused' } : null,
    staffMail: about ? null : staffMailOf(report),
    neverAnswered: report.neverAnswered,
  }
}

function staffMailOf({ kind, recipients, references }: Report): ReturnedStaffMail | null {
  const failed = recipients.filter(({ action }) => action === 'failed')
  const [first] = failed
  if (kind !== 'dsn' || !first) return null
  const addresses = failed.map(({ address }) => address)
  return { messageIds: references, addresses, words: first.reason.replaceAll('\0', '') || 'it came back' }
}

/** The same for the same mail, wherever it comes from. */
function hashOf({ bytes, size }: ReportMail): string {
  return createHash('sha256').update(`${size} `).update(bytes.subarray(0, REPORT_BYTES)).digest('hex')
}
