import { fold } from '../../model/delivery/saying.js'
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
 * What a mail that came back says. Takes the mail as it arrived, any bytes of any length; reads a bounded part of them
 * (`LIMITS` in returned-mail/mime.ts), never throws, and needs no clock: dates are relative to the mail's own Date.
 *
 * The evidence, in this order; the first that speaks decides:
 * 1. complaint: a message/feedback-report part (RFC 5965), or a complaint programme's forward; unknown, when its type is
 *    that of a machine's report or of a reader who wants the mail (`not-spam`, `auth-failure`);
 * 2. read receipt: a message/disposition-notification part (RFC 8098), an auto-reply;
 * 3. dsn: a message/delivery-status part in a multipart/report (RFC 3464, RFC 6522);
 *    auto-reply, and our mail held: a filter's word that it keeps the mail, or wants its sender to prove something;
 * 4. dsn: X-Failed-Recipients; or a mail system as author that says, in subject or text outside quotations, that a
 *    mail was not delivered. A subject `Re:` from anybody else is never a bounce, whatever it quotes;
 * 5. reply: a mail program's `unsubscribe` (RFC 2369), which asks to get no more of it;
 * 6. auto-reply: Auto-Submitted (RFC 3834) and its kin, or a subject or first line that only machines write;
 * 7. reply: names a mail of ours in In-Reply-To or References;
 * 8. unknown: mail to many (List-Id, List-Unsubscribe, Precedence);
 * 9. reply: answers another mail, or has a subject `Re:`, or quotes a mail;
 * 10. unknown: all else, for a person to read.
 *
 * `ours`: the words of our editions (`ourWords`), so that what is left of one below an answer is known. Machines' fields are read before words, and words about an absence never decide: so a person who writes "je suis
 * absent vendredi", or who answers above a quoted bounce, is a reply.
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

/** Words of a filter that keeps our mail; what a delivery-status says of a recipient goes before. */
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
  // The author's own new address stands in for nobody.
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

/** An address to which this mail came is ours. */
function moved(fields: Field[], text: string): { newAddress?: string } {
  const ours = headerValues(fields, 'to', 'cc', 'delivered-to', 'x-original-to').flatMap(findAddresses)
  const newAddress = newAddressIn(text, ours)
  return newAddress ? { newAddress } : {}
}

/** To whom nothing may be sent because of this mail: its authors, when no machine may answer it; else nobody. */
export function neverAnswered(fields: Field[]): string[] {
  if (isAnswerable(fields)) return []
  const authors = ['from', 'sender', 'reply-to', 'return-path'].flatMap(name =>
    findAddresses(headerText(fields, name).slice(0, 4000)),
  )
  return unique(authors)
}

/** Does a mail system's own word for a recipient say so? "250 2.5.0 Ok, quarantined" is no arrival. */
const isHeldInWords = (reason: string): boolean => /\bquarant(?:in|ain|an)/.test(fold(reason))
