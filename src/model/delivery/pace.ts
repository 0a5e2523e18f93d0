import { causeOf, type Reply } from './outcome.js'

/** How long an overloaded domain gets no mail, and the interval of its mails after that; in milliseconds. */
export type Pace = { wait: number; apart: number }

const SLOWER: Pace = { wait: 60_000, apart: 2000 }

/**
 * The pace that a refusal asks of its domain. 421 ends the whole conversation (RFC 5321 §3.8); greylisting, mostly 450 and 451, is about one mail.
 * Null when the refusal is about one mailbox or something else.
 */
export function paceAfter(reply: Reply): Pace | null {
  return reply.code === 421 || causeOf(reply) === 'too-many' ? SLOWER : null
}

/** The part after the last @, in lower case. */
export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
