import type { Outcome } from '../model/delivery/outcome.js'
import { OWN_WORDS } from '../model/delivery/own-words.js'
import { GO, type Passage, type Verdict, WAIT } from './passage.js'

/** Pauses between probes of an unreachable relay; the backlog must leave within a minute of its return. */
const PROBE_PAUSES_MS = [0, 1000, 2000, 5000, 10_000, 15_000]
/** How long a claimed mail waits after the circuit opened: most outages are shorter and cost no attempt. */
const IN_HAND_MS = 60_000
/** How long it waits for a claim that would probe. */
const NOBODY_ELSE_MS = 2000

export const AWAY: Outcome = { kind: 'withheld', detail: OWN_WORDS['relay-away'] }

/**
 * Closed: mails are sent. Open, after a lost connection: nothing is claimed before the relay greets. Half-open: it greets after `limit` consecutive
 * losses; one mail at a time until one is answered.
 */
export type CircuitBreaker = {
  limit: number
  /** Consecutive lost connections. */
  losses: number
  /** Failed probes, and losses from the limit on; the pause before the next probe grows with them. */
  failures: number
  /** Whether the relay has greeted since the last loss. */
  hasGreeted: boolean
  /** Null: closed. */
  openSinceMs: number | null
  lastLossMs: number
  /** The test of the relay's return in progress; one at a time. */
  testing: 'probe' | 'mail' | null
  trialEndedMs: number
  away: { reason: string; sinceMs: number } | null
}

export const closedCircuit = (limit: number): CircuitBreaker => ({
  limit,
  losses: 0,
  failures: 0,
  hasGreeted: false,
  openSinceMs: null,
  lastLossMs: -Infinity,
  testing: null,
  trialEndedMs: -Infinity,
  away: null,
})

/** Whether a delivery may be claimed. In the half-open circuit, one goes on trial. */
export function claimThrough(circuit: CircuitBreaker, passage: Passage): Verdict {
  if (circuit.openSinceMs === null) return GO
  if (circuit.testing) return WAIT
  // decision 20
  if (!circuit.hasGreeted) return probe(circuit, Infinity)
  circuit.testing = 'mail'
  passage.holds.add('trial')
  return GO
}

/** Keeps a claimed mail waiting while the circuit is not closed; a mail on trial never waits. Null: it may go. */
export function waitInHand(
  circuit: CircuitBreaker,
  { askedMs, holds }: Passage,
  nowMs: number,
): Verdict | null {
  if (circuit.openSinceMs === null || holds.has('trial')) return null
  const endMs = circuit.openSinceMs + IN_HAND_MS
  if (nowMs >= endMs) return { kind: 'withhold', why: AWAY }
  if (circuit.testing) return { kind: 'wait', untilMs: endMs }
  // The last mails of an edition may all be claimed: no later claim would probe.
  const aloneMs = Math.max(askedMs, circuit.openSinceMs, circuit.trialEndedMs) + NOBODY_ELSE_MS
  if (nowMs < aloneMs) return { kind: 'wait', untilMs: Math.min(endMs, aloneMs) }
  // Half-open: it returns to the queue, as mails go one at a time.
  return circuit.hasGreeted ? { kind: 'withhold', why: AWAY } : probe(circuit, endMs)
}

function probe(circuit: CircuitBreaker, untilMs: number): Verdict {
  circuit.testing = 'probe'
  return { kind: 'probe', untilMs }
}

/** The wait before the next probe. */
export const probePauseMs = ({ failures }: CircuitBreaker): number =>
  PROBE_PAUSES_MS[Math.min(failures, PROBE_PAUSES_MS.length - 1)] as number

/** How long the relay has been away, and why; null when it is there. */
export const awayFor = ({ away }: CircuitBreaker, nowMs: number) =>
  away && { reason: away.reason, milliseconds: nowMs - away.sinceMs }

/** Records a probe's end: `reason` why there was no greeting, or null. */
export function probed(circuit: CircuitBreaker, reason: string | null, nowMs: number): void {
  circuit.hasGreeted = reason === null
  if (reason !== null) {
    circuit.failures++
    goAway(circuit, reason, nowMs)
    return
  }
  circuit.testing = null
  if (circuit.losses < circuit.limit) close(circuit)
}

/** Records a connection lost before the answer. */
export function lost(circuit: CircuitBreaker, reason: string, nowMs: number): void {
  circuit.hasGreeted = false
  circuit.lastLossMs = nowMs
  circuit.openSinceMs ??= nowMs
  if (++circuit.losses < circuit.limit) return
  circuit.failures++
  goAway(circuit, reason, nowMs)
}

/** Records any answer of the relay to a mail. An answer to a mail begun before the last loss proves little. */
export function answered(circuit: CircuitBreaker, begunMs: number): void {
  if (begunMs < circuit.lastLossMs) return
  circuit.losses = 0
  circuit.failures = 0
  close(circuit)
}

/** Records the end of the mail on trial, with any outcome. */
export function trialEnded(circuit: CircuitBreaker, nowMs: number): void {
  circuit.testing = null
  circuit.trialEndedMs = nowMs
}

function close(circuit: CircuitBreaker) {
  circuit.openSinceMs = null
  circuit.away = null
}

function goAway(circuit: CircuitBreaker, reason: string, nowMs: number) {
  circuit.away = { reason, sinceMs: circuit.away?.sinceMs ?? nowMs }
}
