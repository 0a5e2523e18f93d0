import type { Digest } from '../digest-content.js'

/** To a SPOC: after an edition, and on working mornings while something is open. */
export type DigestValues = Omit<Digest, 'to'> & {
  occasion: 'edition' | 'morning'
  edition: string | null
  /** ISO 8601 with offset. */
  sentAt: string | null
  /** No delivery of the edition is open any more. */
  isSettled: boolean
  /** The follow-ups page. */
  link: string
}
