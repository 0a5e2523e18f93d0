import { fold } from '../../model/delivery/saying.js'
import { type Field, headerText, headerValues } from './header.js'

export function hasAny(fields: Field[], table: [string, RegExp][]): boolean {
  return table.some(([name, pattern]) => headerValues(fields, name).some(value => pattern.test(value)))
}

/** Alone, but for what gateways put before a subject: `[EXTERNE]`, `EXT:`. */
const UNSUBSCRIBE =
  /^(?:\[[^[\]]{1,30}\] ?|\*{1,5}[^*]{1,30}\*{1,5} ?|ext(?:ern[ae]?l?)? ?: ?){0,3}(?:unsubscribe|(?:demande de )?(?:desinscription|desabonnement)|me desinscrire|uitschrijven|uitschrijving|afmelden|abmelden|abbestellen|abmeldung)$/

/** A mail program's answer to List-Unsubscribe (RFC 2369 §3.2): sent by itself, but on a person's order. */
export function isUnsubscribe(fields: Field[]): boolean {
  if (headerValues(fields, 'x-apple-unsubscribe').length > 0) return true
  return UNSUBSCRIBE.test(fold(headerText(fields, 'subject')).trim())
}
