import type { DeliveryState } from '../delivery/delivery.js'
import { OWN_BEGINNINGS } from '../delivery/own-words.js'
import type { Holder, ReplyTopic, ReportKind } from '../returned-mail/report.js'
import type { FollowUpReason } from './follow-up.js'
import { reasonOfTopic } from './topic.js'

/**
 * What a report proves. refused: the recipient's side will never accept it. given-up: no server attempts it any more, though the address may be good.
 * arrived: it is there. held: a server still attempts it or keeps it from its reader. relayed: the next system reports no further (RFC 3464 §2.3.3).
 */
export const EVIDENCE = ['refused', 'given-up', 'arrived', 'held', 'relayed'] as const
export type Evidence = (typeof EVIDENCE)[number]

/** A report of a delivery, as the ledger keeps it. `hash` identifies the mail. */
export type ReportFact = {
  hash: string
  /** The mail's own Date; null when it has no possible one. */
  sentAt: Date | null
  kind: ReportKind
  evidence: Evidence | null
  /** A mail system's words; empty for those of people and auto-replies. */
  reason: string
  topic: ReplyTopic | null
  replyText: string
  /** For an out-of-office: until when, ISO date. */
  until: string | null
  /** The author's own new address, if given. */
  newAddress: string | null
  /** Away without a deputy, while a deadline falls. */
  needsDeputy: boolean
  /** For an automatic reply: its author left office or the mailbox; and the successor, if named. */
  gone: boolean
  successor: string | null
  /** The filter that keeps our mail from its reader. */
  heldBy: Holder | null
  /** A mail system's words without proof: anybody in the thread may have written them. */
  isUnproven?: boolean
}

export type Consequences = {
  state: DeliveryState
  followUps: { reason: FollowUpReason; detail: string }[]
}

/**
 * The state of a delivery from all that is known. `own`: from attempts, answers and a person's settlement; `evidence`: from reports. Evidence is a
 * set, so the order of events doesn't matter. The result may be `own` of a next call. A bounce refutes a person's "count it as accepted".
 */
export function verdict(own: DeliveryState, evidence: Iterable<Evidence>): DeliveryState {
  const known = new Set(evidence)
  if (own === 'bounced' || known.has('refused')) return 'bounced'
  if (known.has('given-up')) return 'gave-up'
  return known.has('arrived') || known.has('relayed') || known.has('held') ? 'accepted' : own
}

/** Accepted by a server that has not passed it on yet. */
export function isDelayed(state: DeliveryState, evidence: Iterable<Evidence>): boolean {
  const known = new Set(evidence)
  return state === 'accepted' && known.has('held') && !known.has('arrived') && !known.has('relayed')
}

const DETAIL_AT_MOST = 20_000

/** The consequences of a delivery's state and reports; the order of reports doesn't matter. */
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

/** A filter keeps the mail: a person must have it released, since no server attempts it any more. */
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

/** Several forged reports are one follow-up, with the words of the first. */
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

/** In the order of their dates; undated ones last, in a stable order. */
function bySending(one: ReportFact, other: ReportFact): number {
  const at = (fact: ReportFact) => fact.sentAt?.getTime() ?? Number.MAX_SAFE_INTEGER
  return at(one) - at(other) || (one.hash < other.hash ? -1 : 1)
}

/** The ledger's format since its first version. */
const newAddressNote = (address: string) => `new address: ${address}`

const awayNote = (date: string) => `until ${date}`

const successorNote = (address: string) => `successor: ${address}`
