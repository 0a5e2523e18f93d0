import type { Strings } from '../../model/editions/edition.js'
import type { FollowUpAction } from '../../model/follow-ups/follow-up.js'
import { isByPhone, type KnownPhone } from '../../model/follow-ups/phones.js'
import type { Language } from '../../model/language/language.js'
import { type PhoneNumber, phoneLink, phoneParts } from '../../model/staff/phone-number.js'
import { typeset } from './typography.js'
import { fill, say } from './wording.js'

/** A number to call with its link: "02 000 00 01, poste 12 (secrétariat)". */
export type PhoneView = { text: string; href: string }

export function phoneView({ of, number }: KnownPhone, strings: Strings, language: Language): PhoneView {
  const text = typeset(say(strings, `followUps.phones.${of}`), language)
  return { text: fill(text, { number: phoneInWords(number, strings, language) }), href: phoneLink(number) }
}

/** For a cell: "02 000 00 01 (Secrétariat)". */
export const phoneInCell = ({ of, number }: KnownPhone, strings: Strings, language: Language) =>
  `${phoneInWords(number, strings, language).replaceAll('\u00a0', ' ')} (${say(strings, `followUps.phones.labels.${of}`)})`

/** "02 000 00 01", "02 000 00 01, poste 12"; its groups stay on one line. */
export function phoneInWords(number: PhoneNumber, strings: Strings, language: Language): string {
  const { main, extension } = phoneParts(number)
  const whole = main.replaceAll(' ', '\u00a0')
  if (extension === null) return whole
  return fill(typeset(say(strings, 'followUps.phones.extension'), language), { number: whole, extension })
}

/** Where a number can be added; null where one is known, or no call is needed. */
export function noPhoneText(
  { action, phones }: { action: FollowUpAction; phones: readonly KnownPhone[] },
  strings: Strings,
  language: Language,
): string | null {
  if (phones.length > 0 || !isByPhone(action)) return null
  return typeset(say(strings, 'followUps.phones.none'), language)
}
