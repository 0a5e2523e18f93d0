import { localDay } from '../model/calendar/calendar.js'
import { type FollowUp, isAboutCommune } from '../model/follow-ups/follow-up.js'
import { phonesFor } from '../model/follow-ups/phones.js'
import { toldBy } from '../model/follow-ups/told.js'
import { inLanguage } from '../model/language/language.js'
import { mandatesBeside, officesBeside } from '../model/roster/offices.js'
import { peopleOf } from '../model/roster/person.js'
import type { MandateHolder } from '../model/roster/recipient.js'
import { dayOfYear } from '../present/mail/days.js'
import { dueInWords } from '../present/mail/due.js'
import { mailLink } from '../present/mail/mail-link.js'
import { officesInWords } from '../present/mail/office-names.js'
import { ownName } from '../present/mail/own-name.js'
import { noPhoneText, phoneView } from '../present/mail/phone-lines.js'
import { toldView } from '../present/mail/told-in-words.js'
import { vacantInWords } from '../present/mail/vacant-mandate.js'
import { label } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import { shortDue } from '../present/pages/short-due.js'
import { addressOfOne, nameByEmail, nameOf, type Telling } from './follow-up-telling.js'
import { addressWith } from './list-links.js'
import { speaker } from './page-frame.js'

/** A line of the list: what it is about, why, until when. All of it is text. */
export function lineView(followUp: FollowUp, telling: Telling) {
  const { strings, language, roster, now, timeZone, search } = telling
  const own = inLanguage(strings, language)
  const { id, reason, state, due } = followUp
  const holder = roster.mandateHolders.find(one => one.id === followUp.recipient) ?? null
  const commune =
    roster.communes.find(({ nis }) => nis === followUp.commune)?.name[language] ?? followUp.commune
  const isDone = state === 'done'
  return {
    id,
    commune,
    href: addressOfOne(id, search, language),
    about: aboutWhom(followUp, holder, commune, telling),
    why: label(own, 'followUps.reasons', reason),
    dueShort: shortDue(due, isDone ? null : localDay(now, timeZone), own, language),
    isDone,
  }
}

/** A follow-up: also what to do, what is known, and who has it. All of it is text. */
export function itemView(followUp: FollowUp, telling: Telling) {
  const { strings, language, roster, now, timeZone, search } = telling
  const { text } = speaker(strings, language, 'pages.followUps')
  const named = (group: string, id: string) => label(inLanguage(strings, language), `followUps.${group}`, id)
  const { id, edition, action, state, due } = followUp
  const holder = roster.mandateHolders.find(one => one.id === followUp.recipient) ?? null
  const today = localDay(now, timeZone)
  const isDone = state === 'done'
  const { facts, quote } = toldView(toldBy(followUp), inLanguage(strings, language), language)
  return {
    ...lineView(followUp, telling),
    takeAction: `${addressWith(`/follow-ups/${id}/take`, search, language)}#open`,
    offices:
      holder &&
      officesInWords(officesBeside(holder.id, roster, today), inLanguage(strings, language), language),
    action: named('actions', action),
    facts,
    quote,
    due: dueInWords(due, isDone ? null : today, inLanguage(strings, language), language),
    isLate: !isDone && due < today,
    edition,
    editionName: edition && editionName(edition, today, inLanguage(strings, language), language),
    state,
    stateName: named('states', state),
    isOpen: state === 'open',
    result: followUp.result && text('result', { result: named('results', followUp.result) }),
    isTaken: state === 'in-hand' && followUp.takenBy !== null,
    who: whoHasIt(followUp, telling),
    contacts: contactsOf(followUp, holder, telling),
  }
}

function aboutWhom(
  { reason, recipient }: FollowUp,
  holder: MandateHolder | null,
  commune: string,
  { strings, language }: Telling,
): string {
  if (isAboutCommune(reason)) return speaker(strings, language, 'pages.followUps').text('whole-commune')
  if (!holder) return recipient
  if (holder.name !== '') return ownName(holder.name, language)
  return vacantInWords(holder, commune, inLanguage(strings, language), language)
}

/** Who took it, else its SPOC, unless that is the reading person. */
function whoHasIt({ state, takenBy, spoc }: FollowUp, telling: Telling): string {
  const { strings, language, person } = telling
  const { text } = speaker(strings, language, 'pages.followUps')
  if (state === 'in-hand' && takenBy) return text('in-hand-of', { name: nameByEmail(takenBy, telling) })
  return spoc === person.id ? '' : nameOf(spoc, telling)
}

/** Reasons for which our address can't reach the person. */
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

/** Whom to write to or call: the person, or others in the commune if the person can't be reached; and the SPOC. */
function contactsOf(followUp: FollowUp, holder: MandateHolder | null, telling: Telling) {
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
  // Each person once, without the person themselves.
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

/** The deputy of an absent official. */
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
