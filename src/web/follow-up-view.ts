import { localDay } from '../model/calendar/calendar.js'
import { type FollowUp, isAboutCommune } from '../model/follow-ups/follow-up.js'
import { toldBy } from '../model/follow-ups/told.js'
import { inLanguage } from '../model/language/language.js'
import { officesBeside } from '../model/roster/offices.js'
import type { MandateHolder } from '../model/roster/recipient.js'
import { dueInWords } from '../present/mail/due.js'
import { officesInWords } from '../present/mail/office-names.js'
import { ownName } from '../present/mail/own-name.js'
import { toldView } from '../present/mail/told-in-words.js'
import { vacantInWords } from '../present/mail/vacant-mandate.js'
import { label } from '../present/mail/wording.js'
import { contactsOf } from './follow-up-contacts.js'
import { nameByEmail, nameOf, type Telling } from './follow-up-telling.js'
import { speaker } from './page-frame.js'

/** One follow-up: whom and what it is about, why, what to do, until when, with whom it is. All of it is text. */
export function itemView(followUp: FollowUp, telling: Telling) {
  const { strings, language, roster, now, timeZone } = telling
  const { text } = speaker(strings, language, 'pages.followUps')
  const named = (group: string, id: string) => label(inLanguage(strings, language), `followUps.${group}`, id)
  const { id, edition, reason, action, state, due } = followUp
  const holder = roster.mandateHolders.find(one => one.id === followUp.recipient) ?? null
  const today = localDay(now, timeZone)
  const isDone = state === 'done'
  const { facts, quote } = toldView(toldBy(followUp), inLanguage(strings, language), language)
  const commune = roster.communes.find(({ nis }) => nis === followUp.commune)
  const communeName = commune?.name[language] ?? followUp.commune
  return {
    id,
    commune: communeName,
    href: `/follow-ups/${id}?lang=${language}`,
    takeAction: `/follow-ups/${id}/take?lang=${language}`,
    about: aboutWhom(followUp, holder, communeName, telling),
    offices:
      holder &&
      officesInWords(officesBeside(holder.id, roster, today), inLanguage(strings, language), language),
    why: named('reasons', reason),
    action: named('actions', action),
    facts,
    quote,
    due: dueInWords(due, isDone ? null : today, inLanguage(strings, language), language),
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
  return vacantInWords(holder, commune, inLanguage(strings, language), language)
}

/** Who has it in hand, or else whose it is, unless that is who looks. */
function whoHasIt({ state, takenBy, spoc }: FollowUp, telling: Telling): string {
  const { strings, language, person } = telling
  const { text } = speaker(strings, language, 'pages.followUps')
  if (state === 'in-hand' && takenBy) return text('in-hand-of', { name: nameByEmail(takenBy, telling) })
  return spoc === person.id ? '' : nameOf(spoc, telling)
}
