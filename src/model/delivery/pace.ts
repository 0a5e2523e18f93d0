import type { Reply } from './outcome.js'

/** How long a domain that is asked too often is left alone, and how far apart its mails come then; in milliseconds. */
export type Pace = { wait: number; apart: number }

const SLOWER: Pace = { wait: 60_000, apart: 2000 }

const TOO_OFTEN = /too many|too fast|too quickly|rate.?limit|slow(ing)? down|throttl/i

/**
 * The pace that a refusal for now asks of its recipient's domain; null when it speaks of one mailbox only. 421 ends the whole
 * conversation (RFC 5321 §3.8); 4.7.28 is a sender's unusual rate, as Google writes it. Greylisting, mostly 450 and 451, is about one mail.
 */
export function paceAfter({ code, enhancedStatus, text }: Reply): Pace | null {
  const isBusy = code === 421 || enhancedStatus === '4.7.28' || (code < 500 && TOO_OFTEN.test(text))
  return isBusy ? SLOWER : null
}

/** What follows the last @, in lower case. */
export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase()
