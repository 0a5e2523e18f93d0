import { createHmac } from 'node:crypto'

/**
 * What each state means. `open`: attempted automatically; `lost`: over without reaching anybody. `yieldsTo`: which end of an attempt replaces a state
 * that a report set before. A refusal outweighs all.
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

/** As a list shows them: first what a person can do something about. */
export const WORST_FIRST: readonly DeliveryState[] = [
  ...(['bounced', 'gave-up', 'in-doubt', 'suppressed'] as const),
  ...(['deferred', 'pending', 'accepted'] as const),
]

export const OPEN_STATES = DELIVERY_STATES.filter(state => STATES[state].is === 'open')
export const LOST_STATES = DELIVERY_STATES.filter(state => STATES[state].is === 'lost')

/** States that any end of an attempt replaces, and those that only `bounced` replaces. */
export const YIELDING = {
  any: DELIVERY_STATES.filter(state => STATES[state].yieldsTo === 'any'),
  bounced: DELIVERY_STATES.filter(state => STATES[state].yieldsTo === 'bounced'),
}

/** The state after an attempt ended with `end` while the delivery was in `state`. */
export function stateAfter(state: DeliveryState, end: DeliveryState): DeliveryState {
  return YIELDING.any.includes(state) || (end === 'bounced' && YIELDING.bounced.includes(state)) ? end : state
}

/** started: the final dot can't have left; dot: it may have left; answered: the outcome is known. */
export type AttemptPhase = 'started' | 'dot' | 'answered'

/** lost: ended without an answer before the final dot, so that a retry is safe. */
export type AttemptOutcome = 'accepted' | 'deferred' | 'bounced' | 'in-doubt' | 'lost' | 'suppressed'

/** A person's decision on a delivery in doubt: it counts as accepted, or goes again with the same Message-ID. */
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
  /** Where it was sent. */
  address: string
}

/** A person sent a delivery again. `number` counts from 1; `attempts`: earlier attempts; `before` and `address`: old and new address. */
export type SentAgain = {
  number: number
  attempts: number
  before: string
  address: string
  by: string
  at: Date
  /** When the person took the address back before the mail left; null: it stands. */
  takenBackAt: Date | null
}

/** The address of attempt `number`: `now` is the next attempt's address, `again` is in order. */
export function addressOfAttempt(number: number, now: string, again: readonly SentAgain[]): string {
  const before = again.findLast(one => one.attempts < number)
  return before?.address ?? again[0]?.before ?? now
}

/** `2026-W48.ixelles-mayor`: unique per (edition, recipient), readable, and without a colon, so that it can be a job id. */
export function deliveryId(edition: string, recipient: string): string {
  return `${edition}.${recipient}`
}

/**
 * The Message-ID (RFC 5322 §3.6.4) of all attempts of a delivery: a mail client shows one mail even if two arrive. Its HMAC is known only from the
 * mail or a reply to it.
 */
export function messageId(delivery: string, domain: string, secret: string): string {
  return `<${delivery}.${messageToken(delivery, secret)}@${domain}>`
}

/** Whether the Message-ID of a delivery was made with this secret. */
export function isSignedWith(
  { delivery, messageId: id }: { delivery: string; messageId: string },
  secret: string,
): boolean {
  return id.startsWith(`<${delivery}.${messageToken(delivery, secret)}@`)
}

const OURS = /^<\d{4}-w\d{2}[^\s<>@]{0,200}\.[0-9a-f]{20}@[^\s<>@]{1,250}>$/i

/** Whether a Message-ID has the form of a delivery's. The ledger knows whether it is one. */
export function isDeliveryMessageId(id: string): boolean {
  return OURS.test(id)
}

/**
 * The return path (VERP): a bounce names the delivery by an unforgeable token. The delivery's own name could exceed 64 octets (RFC 5321 §4.5.3.1.1).
 */
export function returnPath(delivery: string, domain: string, secret: string, sentAgain = 0): string {
  return pathWith(returnToken(delivery, secret, sentAgain), domain)
}

export const pathWith = (token: string, domain: string) => `bounce+${token}@${domain}`

/**
 * The token of a delivery's return path, absent from its Message-ID: replies show that, and could otherwise forge bounces (decision 25). Each sending
 * again gets another one: a late bounce must not count against the new address (decision 27).
 */
export function returnToken(delivery: string, secret: string, sentAgain = 0): string {
  const named = sentAgain === 0 ? `return path of ${delivery}` : `delivery ${delivery} again ${sentAgain}`
  return tokenOf(named, secret)
}

/** The token of a delivery in its Message-ID. */
export const messageToken = (delivery: string, secret: string) => tokenOf(`delivery ${delivery}`, secret)

const tokenOf = (named: string, secret: string) =>
  createHmac('sha256', secret).update(named).digest('hex').slice(0, 20)

/** Tokens of the return paths in a text, each once, at most `most`. The ledger knows whether one is ours. */
export function returnTokensIn(text: string, most = 50): string[] {
  const found = [...text.matchAll(/bounce\+([0-9a-f]{20})@/gi)].map(([, token]) =>
    (token as string).toLowerCase(),
  )
  return [...new Set(found)].slice(0, most)
}

/** In seconds: a claim, a retry and a tick together. A delivery that has been due for longer is stalled. */
export const STALLED_SECONDS = 600
