import type { Outcome } from './outcome.js'

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS

/** The back-off before the next attempt. A busy or greylisting server needs minutes (RFC 5321 §4.5.4.1 asks for 30 in the long run). */
const AFTER_REFUSAL = [1, 5, 10, 15, 30].map(minutes => minutes * MINUTE_MS)
/** A lost connection is a fault of our host or the network; the backlog must leave within 60 s of its end. */
const AFTER_LOSS = [2, 5, 10, 20, 30].map(seconds => seconds * SECOND_MS)
/**
 * Nothing is claimed while the relay is away (sending/circuit-breaker.ts), so losses hit all deliveries alike. A delivery with this many losses
 * probably causes them, and is attempted less often.
 */
const LOST_TOO_OFTEN = 20
const MANY_LOSSES_MS = 5 * MINUTE_MS
/** The back-off of a staff mail, at most an hour. */
const STAFF_MAIL = [1, 2, 5, 10, 20, 30, 60].map(minutes => minutes * MINUTE_MS)

/**
 * When a delivery that attempt `number` (from 1) did not settle is due again. `spread` in [0, 1) spreads the retries of an edition. Null when the
 * edition expires before: the delivery gives up.
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
  const wait = outcome.kind === 'lost' && number >= LOST_TOO_OFTEN ? MANY_LOSSES_MS : step
  const due = new Date(now.getTime() + Math.round(wait * (1 + spread * 0.2)))
  return expires && due >= expires ? null : due
}

/** When a staff mail is attempted again after `attempts` failures, one or more. */
export function nextStaffMailAt(attempts: number, now: Date): Date {
  return new Date(now.getTime() + (STAFF_MAIL[Math.min(attempts, STAFF_MAIL.length) - 1] as number))
}
