import type { Outcome } from '../model/delivery/outcome.js'

/** The steps of a mail, in order: being claimed, a permit for the hand-over, its final dot. Staff mails only need a permit. */
export const STEPS = ['claim', 'permit', 'dot', 'staff'] as const
export type Step = (typeof STEPS)[number]

/**
 * `first`: no mail has proved the log-in yet, so it goes alone. `trial`: the circuit is half-open, so it goes alone. `dot`: one of the mails that may
 * be in doubt.
 */
export type Holding = 'first' | 'trial' | 'permit' | 'dot'

/** One mail's passage to the relay: its next step and what it holds. A mutable value of the relay's state. */
export type Passage = {
  step: Step
  /** Since when it has asked for its step, in ms. */
  askedMs: number
  /** When its claim was allowed, in ms. */
  claimedMs: number
  edition: string
  domain: string
  commune: string
  holds: Set<Holding>
}

/** `ms`: performance.now(). `clockMs`: the ledger's clock, which a person may set. */
export type Instant = { ms: number; clockMs: number }

export type Verdict =
  | { kind: 'go' }
  /** Reconsidered when the state changes, and at `untilMs`. */
  | { kind: 'wait'; untilMs: number }
  /** Waits as well, and the relay is probed until it greets. */
  | { kind: 'probe'; untilMs: number }
  | { kind: 'withhold'; why: Outcome }

export const GO: Verdict = { kind: 'go' }
export const WAIT: Verdict = { kind: 'wait', untilMs: Infinity }
