import type { DeliveryState } from '../delivery/delivery.js'
import { OWN_BEGINNINGS } from '../delivery/own-words.js'
import type { Holder, ReplyTopic, ReportKind } from '../returned-mail/report.js'
import type { FollowUpReason } from './follow-up.js'
import { reasonOfTopic } from './topic.js'

/**
 * What a report proves about its delivery. refused: the recipient's side will never take it; given-up: nobody tries any
 * more, though the address may be good (mailbox full, expired on the way, our mail refused as such); arrived: it got
 * there; held: somebody has it and still tries, or keeps it from its reader; relayed: it got to the next system, which reports no
 * further (RFC 3464 §2.3.3).
 */
export const EVIDENCE = ['refused', 'given-up', 'arrived', 'held', 'relayed'] as const
export type Evidence = (typeof EVIDENCE)[number]

/** What the ledger keeps of a report that belongs to a delivery. `hash` identifies the mail. */
export type ReportFact = {
  hash: string
  /** The mail's own Date; null when it has none that can be. */
  sentAt: Date | null
  kind: ReportKind
  evidence: Evidence | null
  /** A mail system's words; empty for what people or their machines wrote. */
  reason: string
  topic: ReplyTopic | null
  replyText: string
  /** Of an out-of-office: until when, ISO date. */
  until: string | null
  /** The author's own new address, when they give one. */
  newAddress: string | null
  /** Away, nobody stands in, and a deadline falls within. */
  needsDeputy: boolean
  /** Of an automatic reply: its author left office or its mailbox; and who took over, when it says so. */
  gone: boolean
  successor: string | null
  /** A filter that keeps our mail from its reader. */
  heldBy: Holder | null
  /** A mail system's word that proves nothing: somebody in the thread may have written it. */
  isUnproven?: boolean
}

export type Consequences = {
  state: DeliveryState
  followUps: { reason: FollowUpReason; detail: string }[]
}

/**
 * The state of a delivery from the set of all that is known: `own` is what the attempts, their answers and a person's
 * settlement say, `evidence` what the reports say. A set has no order, so no order of events can matter. The state that
 * comes out may go in again as `own` with the same or more evidence. A person's "count it as accepted" is an assumption
 * that a bounce refutes.
 */
export function verdict(own: DeliveryState, evidence: Iterable<Evidence>): DeliveryState {
  const known = new Set(evidence)
  if (own === 'bounced' || known.has('refused')) return 'bounced'
  if (known.has('given-up')) return 'gave-up'
  return known.has('arrived') || known.has('relayed') || known.has('held') ? 'accepted' : own
}

/** Accepted by somebody who has not got rid of it yet. */
export function isDelayed(state: DeliveryState, evidence: Iterable<Evidence>): boolean {
  const known = new Set(evidence)
  return state === 'accepted' && known.has('held') && !known.has('arrived') && !known.has('relayed')
}

const DETAIL_AT_MOST = 20_000

/** All that follows for a delivery from its state and all of its reports, in whatever order these came. */
export function consequencesOf(own: DeliveryState, reports: ReportFact[]): Consequences {
  const facts = [...reports].sort(bySending)
  const evidence = new Set(facts.flatMap(fact => fact.evidence ?? []))
  const state = verdict(own, evidence)
  const held = isDelayed(state, evidence) ? heldOf(facts) : []
  return {
    state,
    followUps: [...failureOf(state, facts), ...held, ...unprovenOf(facts), ...wishesOf(facts)],
  }
}

/** A filter keeps the mail: somebody has to have it let out, since nobody tries any more. */
function heldOf(facts: ReportFact[]): Consequences['followUps'] {
  const heldBy = facts.find(fact => fact.evidence === 'held' && fact.heldBy)?.heldBy
  return heldBy ? [{ reason: 'held', detail: heldBy }] : []
}

function failureOf(state: DeliveryState, facts: ReportFact[]): Consequences['followUps'] {
  const [refused, givenUp] = [firstWith('refused', facts), firstWith('given-up', facts)]
  if (state === 'bounced' && refused) return [{ reason: 'bounced', detail: refused.reason }]
  if (state === 'gave-up' && givenUp) return [{ reason: 'gave-up', detail: givenUp.reason }]
  return []
}

/** Several forged ones are one follow-up, in the words of the first. */
function unprovenOf(facts: ReportFact[]): Consequences['followUps'] {
  const first = facts.find(fact => fact.isUnproven && fact.kind === 'dsn')
  return first ? [{ reason: 'unproven', detail: `${OWN_BEGINNINGS.unproven}${first.reason}` }] : []
}

const firstWith = (evidence: Evidence, facts: ReportFact[]) => facts.find(fact => fact.evidence === evidence)

function wishesOf(facts: ReportFact[]): Consequences['followUps'] {
  const texts = new Map<FollowUpReason, string[]>()
  for (const { topic, replyText } of facts) {
    if (topic === null) continue
    const reason = reasonOfTopic(topic)
    texts.set(reason, [...(texts.get(reason) ?? []), replyText])
  }
  for (const { newAddress } of facts)
    if (newAddress) texts.set('correction', [...(texts.get('correction') ?? []), newAddressNote(newAddress)])
  const followUps = [...texts].map(([reason, list]) => ({
    reason,
    detail: [...new Set(list)].join('\n\n').slice(0, DETAIL_AT_MOST),
  }))
  const away = facts.filter(fact => fact.needsDeputy).flatMap(fact => fact.until ?? [])
  const last = away.sort().at(-1)
  if (last) followUps.push({ reason: 'away', detail: awayNote(last) })
  const gone = facts.filter(fact => fact.gone)
  const successor = gone.findLast(fact => fact.successor)?.successor
  if (gone.length > 0) followUps.push({ reason: 'gone', detail: successor ? successorNote(successor) : '' })
  if (facts.some(fact => fact.kind === 'complaint')) followUps.push({ reason: 'complaint', detail: '' })
  return followUps
}

/** As they were written; those without a date last, and always in the same order. */
function bySending(one: ReportFact, other: ReportFact): number {
  const at = (fact: ReportFact) => fact.sentAt?.getTime() ?? Number.MAX_SAFE_INTEGER
  return at(one) - at(other) || (one.hash < other.hash ? -1 : 1)
}

/** As kept in the ledger since its first version. */
const newAddressNote = (address: string) => `new address: ${address}`

const awayNote = (date: string) => `until ${date}`

const successorNote = (address: string) => `successor: ${address}`
