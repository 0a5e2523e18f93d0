import { createHmac } from 'node:crypto'

/**
 * What becomes of the duty to get one edition to one recipient. `open`: attempted by itself; `lost`: over, and nobody got it.
 * `yieldsTo`: which end of an attempt replaces a state that a report gave in the meantime. A refusal outweighs all.
 */
const STATES = {
  pending: { is: 'open', yieldsTo: 'any' },
  deferred: { is: 'open', yieldsTo: 'any' },
  accepted: { is: 'accepted', yieldsTo: 'bounced' },
  bounced: { is: 'lost', yieldsTo: 'none' },
  'in-doubt': { is: 'in-doubt', yieldsTo: 'any' },
  'gave-up': { is: 'lost', yieldsTo: 'bounced' },
  suppressed: { is: 'lost', yieldsTo: 'none' },
} as const
export type DeliveryState = keyof typeof STATES
export const DELIVERY_STATES = Object.keys(STATES) as DeliveryState[]

export const OPEN_STATES = DELIVERY_STATES.filter(state => STATES[state].is === 'open')
export const LOST_STATES = DELIVERY_STATES.filter(state => STATES[state].is === 'lost')

/** The states that give way to any end of an attempt, and those that give way to `bounced` alone. */
export const YIELDING = {
  any: DELIVERY_STATES.filter(state => STATES[state].yieldsTo === 'any'),
  bounced: DELIVERY_STATES.filter(state => STATES[state].yieldsTo === 'bounced'),
}

/** The state after an attempt ended with `end` while the delivery was in `state`. */
export function stateAfter(state: DeliveryState, end: DeliveryState): DeliveryState {
  return YIELDING.any.includes(state) || (end === 'bounced' && YIELDING.bounced.includes(state)) ? end : state
}

/** started: nothing of the mail's end has left; dot: the final dot may have left; answered: the outcome is known. */
export type AttemptPhase = 'started' | 'dot' | 'answered'

/** lost: ended without an answer before the final dot, so that sending again is safe. */
export type AttemptOutcome = 'accepted' | 'deferred' | 'bounced' | 'in-doubt' | 'lost' | 'suppressed'

/** What a person says of a delivery in doubt: it counts as accepted, or goes again with the same Message-ID. */
export type Settlement = 'accepted' | 'again'

/** One SMTP transaction of a delivery, as the ledger keeps it. */
export type Attempt = {
  number: number
  phase: AttemptPhase
  startedAt: Date
  endedAt: Date | null
  outcome: AttemptOutcome | null
  replyCode: number | null
  enhancedStatus: string | null
  reply: string | null
  /** Where it went. */
  address: string
}

/** A person sent a delivery again. `number` from 1; `attempts`: how many there had been; `before` and `address`: from where to where. */
export type SentAgain = {
  number: number
  attempts: number
  before: string
  address: string
  by: string
  at: Date
  /** The person took the address back before the mail had left; null: it stands. */
  takenBackAt: Date | null
}

/** Where attempt `number` of a delivery went: `now` is where the next one would go, `again` in order. */
export function addressOfAttempt(number: number, now: string, again: readonly SentAgain[]): string {
  const before = again.findLast(one => one.attempts < number)
  return before?.address ?? again[0]?.before ?? now
}

/** A delivery whose final dot was let go, by which attempt, and under which claim. */
export type PassedGate = { delivery: string; attempt: number; claim: number }

/** `2026-W48.ixelles-mayor`: unique per (edition, recipient), readable by a person, fit for a job id (no colon). */
export function deliveryId(edition: string, recipient: string): string {
  return `${edition}.${recipient}`
}

/**
 * Message-ID (RFC 5322 §3.6.4), the same for every attempt of a delivery, so that a mail client shows one mail even if two arrive.
 * The HMAC makes it unguessable: only who has the mail, or an answer to it, can name it.
 */
export function messageId(delivery: string, domain: string, secret: string): string {
  return `<${delivery}.${messageToken(delivery, secret)}@${domain}>`
}

/** Was the Message-ID of a delivery made with this secret? */
export function isSignedWith(
  { delivery, messageId: id }: { delivery: string; messageId: string },
  secret: string,
): boolean {
  return id.startsWith(`<${delivery}.${messageToken(delivery, secret)}@`)
}

const OURS = /^<\d{4}-w\d{2}[^\s<>@]{0,200}\.[0-9a-f]{20}@[^\s<>@]{1,250}>$/i

/** Has a Message-ID the form of a delivery's? Whether it is one, the ledger knows. */
export function isDeliveryMessageId(id: string): boolean {
  return OURS.test(id)
}

/**
 * Variable envelope return path: a bounce to it names the delivery by a token that only we can make. The delivery's own name would
 * make the local part longer than 64 octets (RFC 5321 §4.5.3.1.1).
 */
export function returnPath(delivery: string, domain: string, secret: string, sentAgain = 0): string {
  return pathWith(returnToken(delivery, secret, sentAgain), domain)
}

export const pathWith = (token: string, domain: string) => `bounce+${token}@${domain}`

/**
 * What names a delivery in its return path, and is not in its Message-ID: that one goes into every answer, and whoever knows it would
 * else write bounces (decision 25). Each time that a person sends it again, the return path gets another one: a late bounce of the
 * old address must not speak for the new (decision 27).
 */
export function returnToken(delivery: string, secret: string, sentAgain = 0): string {
  const named = sentAgain === 0 ? `return path of ${delivery}` : `delivery ${delivery} again ${sentAgain}`
  return tokenOf(named, secret)
}

/** What names a delivery in its Message-ID. */
export const messageToken = (delivery: string, secret: string) => tokenOf(`delivery ${delivery}`, secret)

const tokenOf = (named: string, secret: string) =>
  createHmac('sha256', secret).update(named).digest('hex').slice(0, 20)

/** The tokens of all return paths that stand in a text, each once, at most `most`. Whether one is ours, the ledger knows. */
export function returnTokensIn(text: string, most = 50): string[] {
  const found = [...text.matchAll(/bounce\+([0-9a-f]{20})@/gi)].map(([, token]) =>
    (token as string).toLowerCase(),
  )
  return [...new Set(found)].slice(0, most)
}

/** A claim, a retry and a tick together: a delivery that has been due for longer lies, whatever runs. */
export const LIES_AFTER_SECONDS = 600
