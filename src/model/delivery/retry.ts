import type { Outcome } from './outcome.js'

const SECOND = 1000
const MINUTE = 60 * SECOND

/** Waiting before the next attempt. A busy or greylisting server wants minutes (RFC 5321 §4.5.4.1 asks for 30 in the long run). */
const AFTER_REFUSAL = [1, 5, 10, 15, 30].map(minutes => minutes * MINUTE)
/** A lost connection is our side's or the network's trouble: the backlog must be gone within 60 s of its end. */
const AFTER_LOSS = [2, 5, 10, 20, 30].map(seconds => seconds * SECOND)
/**
 * While the relay is away nothing is claimed (sending/circuit-breaker.ts), and losses go round among all: a delivery that has lost so many
 * connections has some part in it, and is given fewer.
 */
const LOST_TOO_OFTEN = 20
const AFTER_MANY_LOSSES = 5 * MINUTE
/** A staff mail, at most hourly. */
const STAFF_MAIL = [1, 2, 5, 10, 20, 30, 60].map(minutes => minutes * MINUTE)

/**
 * When a delivery that was not settled by attempt `number` (from 1) is due again; null when the edition expires before:
 * then the delivery gives up. `spread` in [0, 1) keeps the deliveries of one edition from coming back all at once.
 */
export function nextDue(
  outcome: Pick<Outcome, 'kind'>,
  number: number,
  now: Date,
  expires: Date | null,
  spread: number,
): Date | null {
  const steps = outcome.kind === 'lost' ? AFTER_LOSS : AFTER_REFUSAL
  const step = steps[Math.min(number, steps.length) - 1] as number
  const wait = outcome.kind === 'lost' && number >= LOST_TOO_OFTEN ? AFTER_MANY_LOSSES : step
  const due = new Date(now.getTime() + Math.round(wait * (1 + spread * 0.2)))
  return expires && due >= expires ? null : due
}

/** When a staff mail goes again after `attempts` in vain, one or more. */
export function nextStaffMailAt(attempts: number, now: Date): Date {
  return new Date(now.getTime() + (STAFF_MAIL[Math.min(attempts, STAFF_MAIL.length) - 1] as number))
}
