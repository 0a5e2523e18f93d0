import { fieldAddress } from './address.js'
import { type Field, headerText, headerValues, parseFields } from './header.js'
import { type Part, partText } from './mime.js'

/** A complaint: its feedback type (RFC 5965 §3.1, §7.3) and the complainant's address. */
type Complaint = { feedback: string; addresses: string[]; returnPaths: string[]; messageIds: string[] }

/** Feedback types of machines and of readers who want the mail: no complaint (RFC 6430, RFC 6591, and §7.3 of RFC 5965). */
const NO_COMPLAINT = /^(?:not-spam|auth-failure|dmarc|dkim|identity|virus|other)$/

/** A complaint, or other feedback that proves nothing: `isComplaint` false. Null for other mail. */
type Feedback = Complaint & { isComplaint: boolean }

/**
 * A complaint: a message/feedback-report part (RFC 5965), or a mail of Hotmail's programme. That one attaches the mail under a telling subject or its
 * own header. Null for mail that is no feedback.
 */
export function readFeedback(parts: Part[]): Feedback | null {
  const report = parts.find(part => part.type === 'message/feedback-report' && !part.returned)
  if (report) return fromFields(parseFields(partText(report)))
  const outer = parts[0]
  if (!outer || !isForwardedComplaint(outer.fields, parts)) return null
  const returned = parts.filter(part => part.returned).flatMap(part => part.fields)
  const complainers = headerValues(
    [...outer.fields, ...returned],
    'x-hmxmroriginalrecipient',
    'x-original-rcpt-to',
  )
  const addresses = addressesOf(complainers)
  return { feedback: 'abuse', isComplaint: true, addresses, returnPaths: [], messageIds: [] }
}

function isForwardedComplaint(fields: Field[], parts: Part[]): boolean {
  const from = fieldAddress(headerText(fields, 'from'))
  const isProgramme = /^(staff|fbl|feedback|feedbackloop|complaints?|scomp)@/i.test(from)
  const isSubject =
    /^\s*(?:complaint about message from|e?-?mail (?:abuse |feedback )report|abuse report|spam complaint|feedback report)/i
  const returned = parts.filter(part => part.returned).flatMap(part => part.fields)
  if (headerValues([...fields, ...returned], 'x-hmxmroriginalrecipient').length > 0) return true
  return (isProgramme || returned.length > 0) && isSubject.test(headerText(fields, 'subject'))
}

function fromFields(fields: Field[]): Feedback {
  const feedback = /^[\w-]{1,40}/.exec(headerText(fields, 'feedback-type'))?.[0].toLowerCase() ?? 'abuse'
  return {
    feedback,
    isComplaint: !NO_COMPLAINT.test(feedback),
    addresses: addressesOf(headerValues(fields, 'original-rcpt-to', 'removal-recipient', 'redacted-address')),
    returnPaths: addressesOf(headerValues(fields, 'original-mail-from')),
    messageIds: headerValues(fields, 'original-message-id'),
  }
}

function addressesOf(values: string[]): string[] {
  return [...new Set(values.map(fieldAddress).filter(address => address !== ''))]
}
