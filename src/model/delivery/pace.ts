import { causeOf, type Reply } from './outcome.js'

/** How long a domain that is asked too often is left alone, and how far apart its mails come then; in milliseconds. */
export type Pace = { wait: number; apart: number }

const SLOWER: Pace = { wait: 60_000, apart: 2000 }

/**
 * The pace that a refusal asks of its recipient's domain; null when it speaks of one mailbox or of something else. 421 ends the
 * whole conversation (RFC 5321 §3.8). Greylisting, mostly 450 and 451, is about one mail.
 */
export function paceAfter(reply: Reply): Pace | null {
  return reply.code === 421 || causeOf(reply) === 'too-many' ? SLOWER : null
}

/** What follows the last @, in lower case. */
export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
