import type { Outcome } from '../model/delivery/outcome.js'

/** What a mail asks for, in this order: to be claimed, a permit to be handed over, to have its final dot sent. Staff mails ask for a permit alone. */
export const STEPS = ['claim', 'permit', 'dot', 'staff'] as const
export type Step = (typeof STEPS)[number]

/** `first`: nothing has proved the log-in, it goes alone. `trial`: the circuit is half-open, it goes alone. `dot`: a place among those in doubt. */
export type Holding = 'first' | 'trial' | 'permit' | 'dot'

/** One mail's passage to the relay: what it asks for and what it holds. A mutable value of the relay's state. */
export type Passage = {
  step: Step
  /** Since when it asks for its step, in ms. */
  askedMs: number
  /** When its claim was let go ahead, in ms. */
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
  /** Asks again when the state has changed, and at `untilMs`. */
  | { kind: 'wait'; untilMs: number }
  /** Waits, too, and the relay is to be probed until it greets. */
  | { kind: 'probe'; untilMs: number }
  | { kind: 'withhold'; why: Outcome }

export const GO: Verdict = { kind: 'go' }
export const WAIT: Verdict = { kind: 'wait', untilMs: Infinity }
