import { localDay, withOffset } from '../model/calendar/calendar.js'
import type { Strings } from '../model/editions/edition.js'
import { followsUp, mayFollowUp } from '../model/follow-ups/contacts.js'
import type { StandIns } from '../model/follow-ups/deputy.js'
import { NAMES_ADDRESS } from '../model/follow-ups/effect.js'
import { type FollowUp, isAboutCommune, WRITTEN_REASONS } from '../model/follow-ups/follow-up.js'
import { resultsOf } from '../model/follow-ups/follow-up-rules.js'
import { phonesFor } from '../model/follow-ups/phones.js'
import { toldBy } from '../model/follow-ups/told.js'
import { reasonOfTopic, topicOf } from '../model/follow-ups/topic.js'
import type { Language } from '../model/language/language.js'
import { REPLY_TOPICS } from '../model/returned-mail/report.js'
import { mandatesBeside, officesBeside } from '../model/roster/offices.js'
import { peopleOf } from '../model/roster/person.js'
import type { MandateHolder } from '../model/roster/recipient.js'
import type { Roster } from '../model/roster/roster.js'
import { samePerson } from '../model/sign-off/sign-off.js'
import type { StaffMember } from '../model/staff/staff.js'
import { type FollowUpEvent, movesIn } from '../postgres/follow-ups/follow-up-histories.js'
import { dayOfYear } from '../present/mail/days.js'
import { dueInWords } from '../present/mail/due.js'
import { mailLink } from '../present/mail/mail-link.js'
import { officesInWords } from '../present/mail/office-names.js'
import { ownName } from '../present/mail/own-name.js'
import { noPhoneText, phoneView } from '../present/mail/phone-lines.js'
import { momentInText } from '../present/mail/spans.js'
import { toldView } from '../present/mail/told-in-words.js'
import { vacantInWords } from '../present/mail/vacant-mandate.js'
import { label } from '../present/mail/wording.js'
import { speaker } from './page-frame.js'

/** With what the follow-ups of a page are told: the roster as it is now, and who looks. */
export type Telling = {
  roster: Roster
  standIns: StandIns
  person: StaffMember
  strings: Record<Language, Strings>
  language: Language
  timeZone: string
  now: Date
}

export type FollowUpItem = ReturnType<typeof itemView>

/** One follow-up: whom and what it is about, why, what to do, until when, with whom it is. All of it is text. */
export function itemView(followUp: FollowUp, telling: Telling) {
  const { strings, language, roster, now, timeZone } = telling
  const { text } = speaker(strings, language, 'pages.followUps')
  const named = (group: string, id: string) => label(strings[language], `followUps.${group}`, id)
  const { id, edition, reason, action, state, due } = followUp
  const holder = roster.mandateHolders.find(one => one.id === followUp.recipient) ?? null
  const today = localDay(now, timeZone)
  const isDone = state === 'done'
  const { facts, quote } = toldView(toldBy(followUp), strings[language], language)
  const commune = roster.communes.find(({ nis }) => nis === followUp.commune)
  const communeName = commune?.name[language] ?? followUp.commune
  return {
    id,
    commune: communeName,
    href: `/follow-ups/${id}?lang=${language}`,
    takeAction: `/follow-ups/${id}/take?lang=${language}`,
    about: aboutWhom(followUp, holder, communeName, telling),
    offices: holder && officesInWords(officesBeside(holder.id, roster, today), strings[language], language),
    why: named('reasons', reason),
    action: named('actions', action),
    facts,
    quote,
    due: dueInWords(due, isDone ? null : today, strings[language], language),
    isLate: !isDone && due < today,
    edition,
    state,
    stateName: named('states', state),
    isOpen: state === 'open',
    isDone,
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
  return vacantInWords(holder, commune, strings[language], language)
}

/** Who has it in hand, or else whose it is, unless that is who looks. */
function whoHasIt({ state, takenBy, spoc }: FollowUp, telling: Telling): string {
  const { strings, language, person } = telling
  const { text } = speaker(strings, language, 'pages.followUps')
  if (state === 'in-hand' && takenBy) return text('in-hand-of', { name: nameByEmail(takenBy, telling) })
  return spoc === person.id ? '' : nameOf(spoc, telling)
}

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
  // Each person once, and nobody as somebody else to reach in their own stead.
  const others = peopleOf(college.filter(({ id }) => !own.includes(id))).flatMap(([first]) => first ?? [])
  const spoc = roster.staff.find(({ id }) => id === followUp.spoc)
  const phones = phonesFor(followUp, roster)
  return {
    phones: phones.map(phone => phoneView(phone, strings[language], language)),
    noPhone: noPhoneText({ action: followUp.action, phones }, strings[language], language),
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

const nameOf = (id: string, { roster, language }: Telling) =>
  ownName(roster.staff.find(one => one.id === id)?.name ?? id, language)
const nameByEmail = (email: string, { roster, language }: Telling) =>
  ownName(roster.staff.find(one => samePerson(one.email, email))?.name ?? email, language)

/** What happened to a follow-up, in words, the latest last. */
export function historyView(events: FollowUpEvent[], telling: Telling) {
  const { strings, language, timeZone } = telling
  const own = strings[language]
  const { text } = speaker(strings, language, 'followUps.events')
  const became = ({ kind, became: to }: FollowUpEvent): string => {
    if (kind === 'reassigned' || kind === 'noted') return nameOf(to ?? '', telling)
    return label(own, kind === 'moved' ? 'followUps.reasons' : 'followUps.results', to ?? '')
  }
  return events.map(event => ({
    at: momentInText(withOffset(event.at, timeZone), own, language),
    what: text(event.kind === 'noted' && event.became ? 'answer-seen' : event.kind, { to: became(event) }),
    by: event.by ? nameByEmail(event.by, telling) : text('by-rule'),
    words: event.words,
  }))
}

/** What can be done with a follow-up now, and the choices for it. */
export function formsView(
  followUp: FollowUp,
  { events, telling }: { events: FollowUpEvent[]; telling: Telling },
) {
  const { strings, language, roster } = telling
  const { id, reason, state } = followUp
  const isDone = state === 'done'
  const named = (group: string, code: string) => label(strings[language], `followUps.${group}`, code)
  const happened = (kind: FollowUpEvent['kind']) => events.some(event => event.kind === kind)
  const isWritten = WRITTEN_REASONS.includes(reason)
  const commune = roster.communes.find(({ nis }) => nis === followUp.commune)
  const others = roster.staff.filter(one => followsUp(one) && one.id !== followUp.spoc)
  // Those who follow this commune anyway come first.
  const order = (one: StaffMember) => (mayFollowUp(one, commune, '') ? 0 : 1)
  return {
    action: (what: string) => `/follow-ups/${id}/${what}?lang=${language}`,
    canTake: !isDone && followUp.takenBy !== telling.person.email,
    results: isDone ? [] : resultsOf(reason).map(code => ({ code, name: named('results', code) })),
    canCorrect: !isDone && resultsOf(reason).some(result => NAMES_ADDRESS.includes(result)),
    canAnswer: !isDone && isWritten,
    canShare: isWritten && happened('answered') && !happened('shared'),
    topics:
      isDone || !isWritten
        ? []
        : REPLY_TOPICS.filter(topic => topic !== topicOf(reason)).map(code => ({
            code,
            name: named('reasons', reasonOfTopic(code)),
          })),
    moves: movesIn(events),
    people: isDone
      ? []
      : others
          .sort((a, b) => order(a) - order(b))
          .map(({ email, name }) => ({ code: email, name: ownName(name, language) })),
    canReopen: isDone,
  }
}
