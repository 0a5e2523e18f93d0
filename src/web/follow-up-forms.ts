import { followsUp, mayFollowUp } from '../model/follow-ups/contacts.js'
import { effectOf, NAMES_ADDRESS } from '../model/follow-ups/effect.js'
import { type FollowUp, type FollowUpResult, WRITTEN_REASONS } from '../model/follow-ups/follow-up.js'
import { resultsOf } from '../model/follow-ups/follow-up-rules.js'
import { reasonOfTopic, topicOf } from '../model/follow-ups/topic.js'
import { inLanguage } from '../model/language/language.js'
import { REPLY_TOPICS } from '../model/returned-mail/report.js'
import type { StaffMember } from '../model/staff/staff.js'
import { changesIn, type FollowUpEvent, movesIn } from '../postgres/follow-ups/follow-up-histories.js'
import { ownName } from '../present/mail/own-name.js'
import { label } from '../present/mail/wording.js'
import type { Telling } from './follow-up-telling.js'
import { addressWith } from './list-links.js'

/** The actions now possible on a follow-up, with their choices. */
export function formsView(
  followUp: FollowUp,
  { events, telling }: { events: FollowUpEvent[]; telling: Telling },
) {
  const { strings, language, roster, search } = telling
  const { id, reason, state } = followUp
  const isDone = state === 'done'
  const named = (group: string, code: string) =>
    label(inLanguage(strings, language), `followUps.${group}`, code)
  const happened = (kind: FollowUpEvent['kind']) => events.some(event => event.kind === kind)
  const isWritten = WRITTEN_REASONS.includes(reason)
  const commune = roster.communes.find(({ nis }) => nis === followUp.commune)
  const others = roster.staff.filter(one => followsUp(one) && one.id !== followUp.spoc)
  // Those who follow this commune come first.
  const order = (one: StaffMember) => (mayFollowUp(one, commune, '') ? 0 : 1)
  return {
    // The place within the page stays in the address of what answers.
    action: (what: string) => `${addressWith(`/follow-ups/${id}/${what}`, search, language)}#open`,
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
    seen: changesIn(events).length,
    effects: isDone ? [] : effectsView(resultsOf(reason), telling),
    people: isDone
      ? []
      : others
          .sort((a, b) => order(a) - order(b))
          .map(({ email, name }) => ({ code: email, name: ownName(name, language) })),
    canReopen: isDone,
  }
}

/** What each result does besides ending the follow-up; results that do the same stand together. */
function effectsView(results: readonly FollowUpResult[], { strings, language }: Telling) {
  const named = (group: string, code: string) =>
    label(inLanguage(strings, language), `followUps.${group}`, code)
  return [...new Set(results.map(effectOf))].map(effect => ({
    results: results
      .filter(result => effectOf(result) === effect)
      .map(result => named('results', result))
      .join(' · '),
    what: named('effects', effect),
  }))
}
