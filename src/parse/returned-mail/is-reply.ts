import { isDeliveryMessageId } from '../../model/delivery/delivery.js'
import { fold } from '../../model/delivery/phrase.js'
import { type Field, hasAny, headerText, headerValues } from './header.js'
import { withoutQuotedMail } from './own-text.js'
import { messageIds } from './trace.js'

/** Whether the mail answers ours, despite fields of lists and desks. */
export function answersOurs(fields: Field[]): boolean {
  return messageIds(headerValues(fields, 'in-reply-to', 'references')).some(isDeliveryMessageId)
}

/** Does somebody answer a mail? `notice`: its text without what a machine returns. */
export function isReply(fields: Field[], text: string, notice: string): boolean {
  if (answersOurs(fields)) return true
  if (isBulkMail(fields)) return false
  if (headerValues(fields, 'in-reply-to', 'references').some(value => value.trim() !== '')) return true
  if (isMarkedAsSpam(fields)) return false
  if (/^\s*(?:re|aw|antw|sv|réf?|r)\s*(?:\[\d+\]|\(\d+\))?\s?:/i.test(headerText(fields, 'subject')))
    return true
  return withoutQuotedMail(notice) !== '' && withoutQuotedMail(text).length < text.trim().length - 200
}

/** Mail to many, such as newsletters and lists (RFC 2369, RFC 8058): no answer to ours. */
function isBulkMail(fields: Field[]): boolean {
  return hasAny(fields, [
    ['list-id', /\S/],
    ['list-unsubscribe', /\S/],
    ['precedence', /bulk|junk|list/i],
  ])
}

/** A spam filter's mark; filters err, so it counts only for mail that names none of ours. */
function isMarkedAsSpam(fields: Field[]): boolean {
  return hasAny(fields, [
    ['x-spam-flag', /yes/i],
    ['x-spam-status', /^\s*yes/i],
    ['x-spam', /yes/i],
  ])
}

/** The word alone, apart from a gateway's prefix: `[EXTERNE]`, `EXT:`. */
const UNSUBSCRIBE =
  /^(?:\[[^[\]]{1,30}\] ?|\*{1,5}[^*]{1,30}\*{1,5} ?|ext(?:ern[ae]?l?)? ?: ?){0,3}(?:unsubscribe|(?:demande de )?(?:desinscription|desabonnement)|me desinscrire|uitschrijven|uitschrijving|afmelden|abmelden|abbestellen|abmeldung)$/

/** A mail program's answer to List-Unsubscribe (RFC 2369 §3.2), sent by a person's click. */
export function isUnsubscribe(fields: Field[]): boolean {
  if (headerValues(fields, 'x-apple-unsubscribe').length > 0) return true
  return UNSUBSCRIBE.test(fold(headerText(fields, 'subject')).trim())
}
