import { createHash } from 'node:crypto'
import type { Report } from '../../model/returned-mail/report.js'
import { cluesOf, REPORT_BYTES, sentAtOf } from '../../parse/returned-mail/match.js'
import { classifyReport } from '../../parse/returned-mail/report.js'
import type { RecordReportPorts } from './record-report-ports.js'
import type { RecordedReport, ReportMail, ReturnedStaffMail } from './recorded-report.js'
import { understood } from './report-fact.js'

/**
 * Parses a returned mail, finds its delivery and stores it with its consequences. The same mail again changes nothing; a forged or unmatched one is
 * stored without words. Throws when the ledger can't store it.
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

/** Equal for the same mail from any source. */
function hashOf({ bytes, size }: ReportMail): string {
  return createHash('sha256').update(`${size} `).update(bytes.subarray(0, REPORT_BYTES)).digest('hex')
}
