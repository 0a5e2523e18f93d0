import { createHmac, timingSafeEqual } from 'node:crypto'

/** The duty to get one edition to one recipient. The last five are final. */
export const DELIVERY_STATES = [
  'pending',
  'deferred',
  'accepted',
  'bounced',
  'in-doubt',
  'gave-up',
  'suppressed',
] as const
export type DeliveryState = (typeof DELIVERY_STATES)[number]

/** started: nothing of the mail's end has left; dot: the final dot may have left; answered: the outcome is known. */
export type AttemptPhase = 'started' | 'dot' | 'answered'

/** lost: ended without an answer before the final dot, so that sending again is safe. */
export type AttemptOutcome = 'accepted' | 'deferred' | 'bounced' | 'in-doubt' | 'lost' | 'suppressed'

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
}

/** `2026-W48.ixelles-mayor`: unique per (edition, recipient), readable by a person, fit for a job id (no colon). */
export function deliveryId(edition: string, recipient: string): string {
  return `${edition}.${recipient}`
}

/**
 * Message-ID (RFC 5322 §3.6.4), the same for every attempt of a delivery, so that a mail client shows one mail even if two arrive.
 * The HMAC makes it unguessable: a forged reply or bounce can't name it.
 */
export function messageId(delivery: string, domain: string, secret: string): string {
  return `<${delivery}.${mark(`message-id ${delivery}`, secret)}@${domain}>`
}

/** Variable envelope return path: a bounce to it names the delivery, and its HMAC says that we made it. */
export function returnPath(delivery: string, domain: string, secret: string): string {
  return `bounce+${delivery}.${mark(`verp ${delivery}`, secret)}@${domain}`
}

/** The delivery that a return path names, or null when the token is not ours. */
export function deliveryOfReturnPath(address: string, secret: string): string | null {
  const match = /^bounce\+(.+)\.([0-9a-f]{20})@/i.exec(address)
  if (!match?.[1] || !match[2]) return null
  const ours = Buffer.from(mark(`verp ${match[1]}`, secret))
  return timingSafeEqual(ours, Buffer.from(match[2].toLowerCase())) ? match[1] : null
}

function mark(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('hex').slice(0, 20)
}
