import type { Outcome } from '../model/delivery/outcome.js'
import { OWN_WORDS, ownWordsIn } from '../model/delivery/own-words.js'
import {
  answered,
  type CircuitBreaker,
  claimThrough,
  closedCircuit,
  lost,
  trialEnded,
  waitInHand,
} from './circuit-breaker.js'
import { type DomainPaces, turnOf } from './domain-pace.js'
import { GO, type Holding, type Instant, type Passage, type Verdict, WAIT } from './passage.js'
import { judge, noneRefused, type RefusedInARow } from './refused-in-a-row.js'
import { NOT_REFUSED, type StaffMails } from './staff-back-off.js'

/** How long the others wait for the first mail, which tries a log-in that may be refused; and how long what it proved holds. */
const FIRST_ALONE_MS = 5000
const PROVEN_MS = 60_000
/** The share of the permits that mails to one domain may hold: a server that thinks for minutes leaves some to the others. */
const SHARE_OF_ONE_DOMAIN = 0.8

/** What is known of the way to the relay, and which mails are on it. A mutable value: `mayGo` and `learn` change it, and nothing else is touched. */
export type RelayState = {
  circuit: CircuitBreaker
  /** Until when a mail has proved that we are let in. */
  provenUntilMs: number
  hasFirst: boolean
  /** How many mails may be handed over at once, each over its connection. */
  atOnce: number
  /** The domains of the mails that are being handed over. */
  permits: string[]
  /** Mails whose final dot may be out, and whose outcome is not recorded: after a kill no more are in doubt than there are connections. */
  dots: number
  paces: DomainPaces
  /** When the relay refused ourselves with a mail of an edition. */
  pausedMs: Map<string, number>
  refused: RefusedInARow
  staff: StaffMails
}

export const newRelayState = (atOnce: number): RelayState => ({
  circuit: closedCircuit(2 * atOnce),
  provenUntilMs: -Infinity,
  hasFirst: false,
  atOnce,
  permits: [],
  dots: 0,
  paces: new Map(),
  pausedMs: new Map(),
  refused: noneRefused(),
  staff: NOT_REFUSED,
})

/** May a mail take the step that it asks for? On `go` it holds what that takes, until `giveBack`. */
export function mayGo(state: RelayState, passage: Passage, now: Instant): Verdict {
  switch (passage.step) {
    case 'claim':
      return mayBeClaimed(state, passage, now)
    case 'permit':
      return mayBeHandedOver(state, passage, now)
    // decision 23
    case 'dot':
      return state.dots < state.atOnce ? take(state, passage, 'dot') : WAIT
    case 'staff':
      return isFree(state, passage.domain) ? take(state, passage, 'permit') : WAIT
  }
}

function mayBeClaimed(state: RelayState, passage: Passage, { ms }: Instant): Verdict {
  if (ms >= state.provenUntilMs && !passage.holds.has('first')) {
    const patientMs = passage.askedMs + FIRST_ALONE_MS
    if (!state.hasFirst) take(state, passage, 'first')
    else if (ms < patientMs) return { kind: 'wait', untilMs: patientMs }
  }
  passage.claimedMs = ms
  return claimThrough(state.circuit, passage)
}

function mayBeHandedOver(state: RelayState, passage: Passage, now: Instant): Verdict {
  const waits = waitInHand(state.circuit, passage, now.ms)
  if (waits) return waits
  if (!isFree(state, passage.domain)) return WAIT
  const dueAt = turnOf(state.paces, passage.domain, now.clockMs)
  if (dueAt === 'placing') return WAIT
  if (dueAt) return { kind: 'withhold', why: { kind: 'paced', dueAt } }
  if (isPaused(state, passage))
    return { kind: 'withhold', why: { kind: 'withheld', detail: OWN_WORDS.paused } }
  return take(state, passage, 'permit')
}

/** The edition was paused since the mail was claimed: it would meet the same refusal. What is claimed later, goes. */
const isPaused = ({ pausedMs }: RelayState, { edition, claimedMs }: Passage): boolean =>
  (pausedMs.get(edition) ?? -Infinity) >= claimedMs

function isFree({ permits, atOnce }: RelayState, domain: string): boolean {
  const ofOneDomain = Math.max(1, Math.floor(atOnce * SHARE_OF_ONE_DOMAIN))
  return permits.length < atOnce && permits.filter(one => one === domain).length < ofOneDomain
}

function take(state: RelayState, passage: Passage, what: Holding): Verdict {
  passage.holds.add(what)
  if (what === 'first') state.hasFirst = true
  if (what === 'dot') state.dots++
  if (what === 'permit') state.permits.push(passage.domain)
  return GO
}

/** A mail gives back what it holds; nothing when it doesn't hold that. */
export function giveBack(state: RelayState, passage: Passage, what: Holding, nowMs: number): void {
  if (!passage.holds.delete(what)) return
  if (what === 'first') state.hasFirst = false
  if (what === 'trial') trialEnded(state.circuit, nowMs)
  if (what === 'dot') state.dots--
  if (what === 'permit') state.permits.splice(state.permits.indexOf(passage.domain), 1)
}

/** What the answer to a mail that was begun at `begunMs` means, by all that came before it. */
export function learn(
  state: RelayState,
  passage: Passage,
  answer: Outcome,
  begunMs: number,
  nowMs: number,
): Outcome {
  const outcome = meaningOf(state, passage, answer)
  // A relay that takes each mail, and hangs up before it says so, is no better than one that is away.
  if (
    outcome.kind === 'in-doubt' ||
    (outcome.kind === 'lost' && ownWordsIn(outcome.detail)?.key !== 'ledger-away')
  )
    lost(state.circuit, outcome.detail, nowMs)
  else if (outcome.kind !== 'unmakeable') answered(state.circuit, begunMs)
  if (!PROVES_NOTHING.includes(outcome.kind))
    state.provenUntilMs = outcome.kind === 'sender' ? -Infinity : nowMs + PROVEN_MS
  if (outcome.kind === 'accepted') state.staff = NOT_REFUSED
  if (outcome.kind === 'sender') state.pausedMs.set(passage.edition, nowMs)
  return outcome
}

/** A connection that broke proves nothing of our log-in; nor does a domain that refuses us: the next may be the second of three. */
const PROVES_NOTHING: Outcome['kind'][] = ['lost', 'in-doubt', 'unmakeable', 'withheld', 'unwelcome']

/** What was on its way when its edition was paused meets the same refusal, however it is worded. */
function meaningOf(state: RelayState, passage: Passage, answer: Outcome): Outcome {
  return (answer.kind === 'permanent' || answer.kind === 'unwelcome') && isPaused(state, passage)
    ? { kind: 'sender', reply: answer.reply, detail: answer.reply.text }
    : judge(state.refused, answer, passage.edition, passage)
}
