import { compilePhrases, fold } from '../../model/delivery/phrase.js'
import { enhancedIn, isVague, type Status } from '../../model/delivery/status.js'
import type { ReportRecipient } from '../../model/returned-mail/report-recipient.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { fieldAddress, findAddresses } from './address.js'
import { recipientsInText } from './bounce-in-text.js'
import type { BounceSigns } from './bounce-signs.js'
import { type NamedRecipient, splitCopy } from './bounce-text.js'
import { type DeliveryStatus, looksLikeDeliveryStatus, parseDeliveryStatus } from './delivery-status.js'
import { diagnose } from './diagnosis.js'
import { type Field, headerText, headerValues } from './header.js'
import { type Part, partText } from './mime.js'

type Bounce = { recipients: ReportRecipient[]; envelopeId: string }

/** The writer will retry: the notice is a warning. */
const STILL_TRYING = compilePhrases(`
  has been delayed | is delayed | was delayed | delayed mail | delivery delayed | mail delayed | delivery status notification (delay) |
  delivery delay | not yet been delivered | not been delivered yet | yet to be delivered | will be retried | will retry |
  will continue to | will keep trying | still trying | continue trying | attempts will continue | retries will continue |
  warning message only | do not need to resend | don't need to resend | hasn't been delivered yet | message delayed | delayed … hours |
  transient non-fatal | could not be delivered for the last | not been able to deliver yet | queued for | still in the queue | still be retried |
  remise differee | remise retardee | n'a pas encore | sera retente | nouvelles tentatives | a ete retarde | est retarde |
  vertraagd | nog niet bezorgd | nog niet afgeleverd | nog niet worden | opnieuw geprobeerd | vertraging |
  verzogert | noch nicht zugestellt | noch nicht | weitere versuche | weiterhin versuch | wird fortgesetzt`)

const GIVEN_UP = compilePhrases(`
  given up | giving up | gave up | permanent error | permanent fatal | failed permanently | this is a permanent | no further attempts |
  will not be retried | will not retry | have been failing for a long time | echec definitif | definitief | endgultig | not be retried`)

/**
 * A bounce's statements per recipient; null when the mail is no bounce. The mail's own delivery-status part makes one in a multipart/report (RFC 3464
 * §2), or with a mail system's sign. Else `isBounce` decides. Recipients then come from X-Failed-Recipients (Exim, Google), lines with an address,
 * sentences, or the returned To.
 */
export function readBounce(parts: Part[], text: string, signs: BounceSigns): Bounce | null {
  const outer = parts[0]
  if (!outer) return null
  const { notice, copy } = splitCopy(text)
  const machine = machineReadable(parts, notice, signs)
  const failed = headerValues(outer.fields, 'x-failed-recipients').flatMap(findAddresses)
  const isReport = outer.parameters.get('report-type')?.toLowerCase() === 'delivery-status'
  if (!machine && failed.length === 0 && !isReport && !isBounce(signs, copy !== '')) return null
  const named = recipientsInText(outer.fields, parts, notice, copy, failed)
  const recipients = machine ? fromMachine(machine, named, notice) : fromText(outer.fields, named, notice)
  return { recipients, envelopeId: machine?.envelopeId ?? '' }
}

function machineReadable(parts: Part[], notice: string, signs: BounceSigns): DeliveryStatus | null {
  const isReport =
    parts[0]?.type === 'multipart/report' ||
    parts.some(part => part.type === 'multipart/report' && !part.returned)
  const hasSign = signs.isSystem || signs.isNamed || (!signs.isAnswer && signs.hasNullPath)
  if (!isReport && !hasSign) return null
  const statuses = parts.filter(part => /^message\/(?:global-)?delivery-status$/.test(part.type))
  const own = statuses.filter(part => !part.returned)
  // A gateway's virus scanner may wrap the whole report.
  const read = own.length > 0 ? own : signs.isSystem ? statuses : []
  const text = read.length > 0 ? read.map(partText).join('\n\n') : statusInText(parts, notice)
  const status = parseDeliveryStatus(text)
  return status.recipients.length > 0 ? status : null
}

/** Gateways write the fields into the notice, or into an attached text. */
function statusInText(parts: Part[], notice: string): string {
  if (looksLikeDeliveryStatus(notice)) return notice
  const texts = parts.filter(
    part => /^(?:text\/plain|application\/octet-stream)$/.test(part.type) && !part.returned,
  )
  return texts.map(partText).find(looksLikeDeliveryStatus) ?? ''
}

function fromMachine(machine: DeliveryStatus, named: NamedRecipient[], notice: string): ReportRecipient[] {
  return machine.recipients.map((fields, index) => {
    const own = named.find(
      one => sameAddress(one.address, fields.address) || sameAddress(one.address, fields.finalAddress),
    )
    const inText = own ?? (machine.recipients.length === 1 ? named[0] : named[index])
    const diagnostic = fields.diagnostic || inText?.diagnostic || ''
    return asRecipient(fields.address || inText?.address || '', diagnostic, {
      action: fields.action,
      status: fields.status,
      diagnostic,
      notice: machine.recipients.length === 1 ? notice : (own?.diagnostic ?? ''),
    })
  })
}

function fromText(fields: Field[], named: NamedRecipient[], notice: string): ReportRecipient[] {
  const subject = headerText(fields, 'subject')
  const said = fold(`${subject}\n${notice.slice(0, 8000)}`)
  const action = STILL_TRYING.test(said) && !GIVEN_UP.test(said) ? 'delayed' : 'failed'
  const recipients =
    named.length > 0
      ? named
      : [{ address: fieldAddress(headerText(fields, 'final-recipient')), diagnostic: notice }]
  const isAlone = recipients.length === 1
  return recipients.map(({ address, diagnostic }) =>
    asRecipient(address, diagnostic, {
      action,
      status: isAlone && codeIn(diagnostic) === '' ? codeIn(notice) : '',
      diagnostic,
      notice: `${notice}\n${subject}`,
    }),
  )
}

/** The enhanced code of a text, when it is more specific than its class. */
function codeIn(text: string): Status {
  const code = enhancedIn(text)
  return isVague(code) ? '' : code
}

function asRecipient(
  address: string,
  diagnostic: string,
  said: Parameters<typeof diagnose>[0],
): ReportRecipient {
  const { action, status, outcome, cause } = diagnose(said)
  return { address, action, status, outcome, reason: oneLine(diagnostic) || cause, cause }
}

/** Foreign words as one line without control characters, fit for logs and pages. */
export function oneLine(text: string): string {
  return text
    .slice(0, 2000)
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029\s]+/gu, ' ')
    .replace(/^[\s:;,.>)\]"'-]+/, '')
    .trim()
    .slice(0, 300)
}

/**
 * Whether a mail without a machine-readable part is a bounce. A mail system's address needs a bounce's subject or text, a mail system's name its
 * subject. Other mails need the subject and a machine's sign: no return path (RFC 5321 §4.5.5), Auto-Submitted, or text with a copy (`hasCopy`). An
 * answer to a mail is a person's.
 */
function isBounce(signs: BounceSigns, hasCopy: boolean): boolean {
  if (signs.isSystem) return signs.isSubject || (signs.isText && (!signs.isAnswer || signs.isNobody))
  if (!signs.isSubject || signs.isAnswer) return signs.isNamed && signs.isSubject
  return signs.isNamed || signs.hasNullPath || signs.isAutomatic || (signs.isText && hasCopy)
}
