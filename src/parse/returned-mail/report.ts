import { fold } from '../../model/delivery/phrase.js'
import type { Report } from '../../model/returned-mail/report.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { fieldAddress, findAddresses, unique } from './address.js'
import { isAnswerable } from './answerable.js'
import { isAutoReply } from './auto-reply.js'
import { readBounce } from './bounce.js'
import { bounceSigns } from './bounce-signs.js'
import { splitCopy } from './bounce-text.js'
import { type Field, headerText, headerValues } from './header.js'
import { holderIn } from './held.js'
import { answersOurs, isReply, isUnsubscribe } from './is-reply.js'
import { type Part, walkMail } from './mime.js'
import { newAddressIn } from './new-address.js'
import { readOwnText, withoutQuotedMail } from './own-text.js'
import { asComplaint, asReadReceipt, type Base } from './program-feedback.js'
import { absence, goneIn } from './report-absence.js'
import { replyTopic } from './topic.js'
import { traceOf } from './trace.js'
import { visibleText } from './visible-text.js'

/**
 * Classifies a returned mail from any bytes of any length. Reads a bounded part (`LIMITS` in returned-mail/mime.ts), never throws, needs no clock:
 * dates are relative to the mail's own Date.
 * The first that matches decides: 1. complaint: a message/feedback-report part (RFC 5965) or a complaint programme's forward; a machine's type,
 * `not-spam` or `auth-failure` is unknown; 2. read receipt: a message/disposition-notification part (RFC 8098); 3. held: a filter's words, without a
 * delivery-status part; 4. dsn: a message/delivery-status part in a multipart/report (RFC 3464, RFC 6522); X-Failed-Recipients; or a mail system's
 * words outside quotations; a `Re:` from anybody else is none; 5. reply: a mail program's `unsubscribe` (RFC 2369); 6. auto-reply: Auto-Submitted
 * (RFC 3834) and its kin, or a subject or first line that only machines write; 7. reply: names a mail of ours in In-Reply-To or References; 8.
 * unknown: mail to many (List-Id, List-Unsubscribe, Precedence); 9. reply: answers or quotes a mail, or has a subject `Re:`; 10. unknown: all else,
 * for a person to read.
 * `ours`: the words of our editions (`ourWords`), to recognise what is left below an answer. Machines' fields outweigh words, and words about an
 * absence never decide: "je suis absent vendredi", or an answer above a quoted bounce, is a reply.
 */
export function classifyReport(raw: Uint8Array, ours: readonly string[] = []): Report {
  const parts = walkMail(raw)
  const text = visibleText(parts)
  const { notice, copy } = splitCopy(text)
  const fields = parts[0]?.fields ?? []
  const mail = { parts, fields, text, notice, ours, ownText: withoutQuotedMail(notice) }
  const from = fieldAddress(headerText(fields, 'from'))
  const base = { from, envelopeId: '', neverAnswered: neverAnswered(fields), ...traceOf(parts, copy) }
  return (
    asComplaint(parts, base) ??
    asReadReceipt(parts, base) ??
    asHeld(mail, base) ??
    asDsn(mail, base) ??
    asUnsubscribe(mail, base) ??
    asAutoReply(mail, base) ??
    asReply(mail, base) ?? { ...base, kind: 'unknown', recipients: [] }
  )
}

type Mail = {
  parts: Part[]
  fields: Field[]
  text: string
  notice: string
  ownText: string
  ours: readonly string[]
}

/** A filter's words that it keeps our mail; a delivery-status on the recipient comes first. */
function asHeld({ parts, fields, ownText }: Mail, base: Base): Report | null {
  if (parts.some(part => /delivery-status$/.test(part.type))) return null
  const { isSystem, isNamed, hasNullPath, isAutomatic } = bounceSigns(fields, ownText)
  const isMachine =
    isSystem || isNamed || hasNullPath || isAutomatic || isAutoReply(fields, ownText, answersOurs(fields))
  const held = holderIn(fields, ownText, isMachine)
  return held && { ...base, kind: 'auto-reply', recipients: [], held }
}

function asDsn({ parts, fields, text, ownText }: Mail, base: Base): Report | null {
  const bounce = readBounce(parts, text, bounceSigns(fields, ownText))
  if (!bounce) return null
  const addresses = bounce.recipients.map(recipient => recipient.address).filter(address => address !== '')
  const isHeld = bounce.recipients.some(
    ({ outcome, reason }) => outcome === 'accepted' && isHeldInWords(reason),
  )
  const held = isHeld ? ({ held: 'quarantine' } as const) : {}
  return { ...base, ...bounce, ...held, kind: 'dsn', envelopeTo: unique([...addresses, ...base.envelopeTo]) }
}

function asUnsubscribe({ fields, ownText }: Mail, base: Base): Report | null {
  if (!isUnsubscribe(fields)) return null
  return { ...base, kind: 'reply', recipients: [], replyText: ownText, topic: 'unsubscribe' }
}

function asAutoReply({ fields, ownText }: Mail, base: Base): Report | null {
  if (!isAutoReply(fields, ownText, answersOurs(fields))) return null
  const { newAddress } = moved(fields, ownText)
  const { deputy, ...away } = absence(fields, ownText)
  const gone = goneIn(fields, ownText, away.until ?? '', newAddress ?? '')
  // The author's own new address is no deputy.
  const other = deputy && !sameAddress(deputy, newAddress ?? '') ? { deputy } : {}
  return {
    ...base,
    kind: 'auto-reply',
    recipients: [],
    ...away,
    ...other,
    ...gone,
    ...(newAddress ? { newAddress } : {}),
  }
}

function asReply({ fields, text, notice, ours }: Mail, base: Base): Report | null {
  if (!isReply(fields, text, notice)) return null
  const { shown, unmarked } = readOwnText(text, ours)
  const topic = replyTopic(unmarked)
  return { ...base, kind: 'reply', recipients: [], replyText: shown, topic, ...moved(fields, unmarked) }
}

/** An address where this mail came in is ours. */
function moved(fields: Field[], text: string): { newAddress?: string } {
  const ours = headerValues(fields, 'to', 'cc', 'delivered-to', 'x-original-to').flatMap(findAddresses)
  const newAddress = newAddressIn(text, ours)
  return newAddress ? { newAddress } : {}
}

/** Addresses that must get no answer to this mail: its authors if no machine may answer it, else none. */
export function neverAnswered(fields: Field[]): string[] {
  if (isAnswerable(fields)) return []
  const authors = ['from', 'sender', 'reply-to', 'return-path'].flatMap(name =>
    findAddresses(headerText(fields, name).slice(0, 4000)),
  )
  return unique(authors)
}

/** Whether a mail system's words for a recipient mean a quarantine: "250 2.5.0 Ok, quarantined" is no arrival. */
const isHeldInWords = (reason: string): boolean => /\bquarant(?:in|ain|an)/.test(fold(reason))
