import type { Report } from '../../model/returned-mail/report.js'
import type { ReportRecipient } from '../../model/returned-mail/report-recipient.js'
import { unique } from './address.js'
import { readFeedback } from './complaint.js'
import type { Part } from './mime.js'
import { readReceipt } from './read-receipt.js'
import { messageIds, type Trace } from './trace.js'

/** What every mail says that came back. */
export type Base = Trace & Pick<Report, 'from' | 'envelopeId' | 'neverAnswered'>

/** A complaint about one of our mails, or what a machine or a reader who wants it reports of it. */
export function asComplaint(parts: Part[], base: Base): Report | null {
  const feedback = readFeedback(parts)
  if (!feedback) return null
  const trace = {
    references: unique([...base.references, ...messageIds(feedback.messageIds)]),
    envelopeTo: unique([...base.envelopeTo, ...feedback.addresses]),
    returnPaths: unique([...base.returnPaths, ...feedback.returnPaths]),
  }
  if (!feedback.isComplaint) return { ...base, ...trace, kind: 'unknown', recipients: [] }
  const recipients = feedback.addresses.map(address => reached(address, feedback.feedback))
  return { ...base, ...trace, kind: 'complaint', recipients }
}

/** A reader’s program says that our mail was opened. */
export function asReadReceipt(parts: Part[], base: Base): Report | null {
  const receipt = readReceipt(parts)
  return (
    receipt && {
      ...base,
      kind: 'auto-reply',
      receipt: 'read-receipt',
      recipients: receipt.address === '' ? [] : [reached(receipt.address, receipt.disposition)],
      references: unique([...base.references, ...messageIds(receipt.messageIds)]),
    }
  )
}

/** A person who complains about a mail or opened it has received it. */
function reached(address: string, reason: string): ReportRecipient {
  return { address, action: null, status: null, outcome: 'accepted', reason, cause: null }
}
