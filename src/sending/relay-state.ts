import { type ConsecutiveRefusals, judge, noneRefused } from '../model/delivery/consecutive-refusals.js'
import type { Outcome } from '../model/delivery/outcome.js'
import { OWN_WORDS, ownWordsIn } from '../model/delivery/own-words.js'
import { type Throttles, turnOf } from '../model/delivery/throttle.js'
import {
  answered,
  type CircuitBreaker,
  claimThrough,
  closedCircuit,
  lost,
  trialEnded,
  waitInHand,
} from './circuit-breaker.js'
import { GO, type Holding, type Instant, type Passage, type Verdict, WAIT } from './passage.js'
import { NOT_REFUSED, type StaffMails } from './staff-back-off.js'

/** How long others wait for the first mail, which proves the log-in; and how long that proof holds. */
const FIRST_ALONE_MS = 5000
const PROVEN_MS = 60_000
/** The share of permits for one domain: a slow server must leave some to others. */
const SHARE_OF_ONE_DOMAIN = 0.8

/** The state of the relay, and the mails in flight. A mutable value that only `mayGo` and `learn` change. */
export type RelayState = {
  circuit: CircuitBreaker
  /** Until when an accepted log-in counts as proved. */
  provenUntilMs: number
  hasFirst: boolean
  /** How many mails may be handed over at once, each over its connection. */
  atOnce: number
  /** The domains of the mails being handed over. */
  permits: string[]
  /** Mails whose dot may have left, without a recorded outcome: after a kill, at most one per connection is in doubt. */
  dots: number
  paces: Throttles
  /** When the relay refused the sender with a mail of an edition. */
  pausedMs: Map<string, number>
  refused: ConsecutiveRefusals
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

/** Whether a mail may take its next step. On `go` it holds the required permits until `giveBack`. */
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

/** The edition was paused after this mail was claimed: it would get the same refusal. Later claims may go. */
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

/** Gives back what a mail holds; does nothing when it doesn't hold that. */
export function giveBack(state: RelayState, passage: Passage, what: Holding, nowMs: number): void {
  if (!passage.holds.delete(what)) return
  if (what === 'first') state.hasFirst = false
  if (what === 'trial') trialEnded(state.circuit, nowMs)
  if (what === 'dot') state.dots--
  if (what === 'permit') state.permits.splice(state.permits.indexOf(passage.domain), 1)
}

/** The meaning of an answer to a mail begun at `begunMs`, given all earlier ones. */
export function learn(
  state: RelayState,
  passage: Passage,
  answer: Outcome,
  begunMs: number,
  nowMs: number,
): Outcome {
  const outcome = meaningOf(state, passage, answer)
  // A relay that takes mails but hangs up before answering is as good as away.
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

/** A broken connection proves no log-in; neither does one domain that refuses the sender, which may be the second of three. */
const PROVES_NOTHING: Outcome['kind'][] = ['lost', 'in-doubt', 'unmakeable', 'withheld', 'unwelcome']

/** Mails in flight when their edition was paused get the same refusal, in any words. */
function meaningOf(state: RelayState, passage: Passage, answer: Outcome): Outcome {
  return (answer.kind === 'permanent' || answer.kind === 'unwelcome') && isPaused(state, passage)
    ? { kind: 'sender', reply: answer.reply, detail: answer.reply.text }
    : judge(state.refused, answer, passage.edition, passage)
}
