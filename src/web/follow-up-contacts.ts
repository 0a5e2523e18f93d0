import { localDay } from '../model/calendar/calendar.js'
import type { FollowUp } from '../model/follow-ups/follow-up.js'
import { phonesFor } from '../model/follow-ups/phones.js'
import { inLanguage } from '../model/language/language.js'
import { mandatesBeside } from '../model/roster/offices.js'
import { peopleOf } from '../model/roster/person.js'
import type { MandateHolder } from '../model/roster/recipient.js'
import { dayOfYear } from '../present/mail/days.js'
import { mailLink } from '../present/mail/mail-link.js'
import { ownName } from '../present/mail/own-name.js'
import { noPhoneText, phoneView } from '../present/mail/phone-lines.js'
import type { Telling } from './follow-up-telling.js'
import { speaker } from './page-frame.js'

/** Reasons for which the address that we have is not the way to reach somebody. */
const UNREACHABLE = [
  'bounced',
  'gave-up',
  'late',
  'away',
  'gone',
  'held',
  'vacant',
  'not-reached',
  'mandate-ending',
]

/** Whom to write to or to call: the person, or others in the commune where that person can't be reached; and the SPOC. */
export function contactsOf(followUp: FollowUp, holder: MandateHolder | null, telling: Telling) {
  const { roster, person, strings, language } = telling
  const { text } = speaker(strings, language, 'pages.followUps')
  const mailTo = (one: MandateHolder) => ({
    text: text('write', { name: ownName(one.name, language) }),
    href: mailLink(one.email, text('write-subject', { edition: followUp.edition ?? '' })),
  })
  const isReachable = !UNREACHABLE.includes(followUp.reason)
  const today = localDay(telling.now, telling.timeZone)
  const own = mandatesBeside(followUp.recipient, roster, today)
  const college = roster.mandateHolders.filter(
    one =>
      one.commune === followUp.commune &&
      one.email !== '' &&
      one.id !== followUp.recipient &&
      (one.until === null || one.until >= today),
  )
  // Each person once, and nobody as somebody else to reach in their own stead.
  const others = peopleOf(college.filter(({ id }) => !own.includes(id))).flatMap(([first]) => first ?? [])
  const spoc = roster.staff.find(({ id }) => id === followUp.spoc)
  const phones = phonesFor(followUp, roster)
  return {
    phones: phones.map(phone => phoneView(phone, inLanguage(strings, language), language)),
    noPhone: noPhoneText({ action: followUp.action, phones }, inLanguage(strings, language), language),
    card: holder && { text: text('card'), href: `/people/${holder.id}.vcf?lang=${language}` },
    direct: isReachable && holder && holder.email !== '' ? [mailTo(holder)] : [],
    others: isReachable ? [] : others.map(mailTo),
    othersTitle: text('others-in-commune'),
    standIn: standInOf(followUp, telling),
    spoc:
      spoc && spoc.id !== person.id
        ? {
            text: text('call-spoc', { name: ownName(spoc.name, language) }),
            href: `tel:${spoc.phone.replace(/[^+\d]/g, '')}`,
          }
        : null,
  }
}

/** Who answers while somebody is away. */
function standInOf({ recipient }: FollowUp, { standIns, strings, language }: Telling) {
  const standIn = standIns.get(recipient)
  if (!standIn) return null
  const { text } = speaker(strings, language, 'pages.followUps')
  const { email, until } = standIn
  return {
    text: until ? text('stand-in-until', { date: dayOfYear(until, language) }) : text('stand-in'),
    email,
    href: mailLink(email),
  }
}
