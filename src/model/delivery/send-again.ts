import { sameAddress } from '../staff/email-address.js'
import { type DeliveryState, OPEN_STATES } from './delivery.js'

/** Why a delivery is not sent again; each has a sentence that says what would be right. */
export const SEND_AGAIN_REFUSALS = [
  'unknown-delivery',
  'unknown-person',
  'not-theirs',
  'copied',
  'under-way',
  'in-doubt',
  'accepted',
  'expired',
  'stopped',
  'holder-changed',
  'no-address',
  'same-address',
  'not-allowed',
  'suppressed',
] as const
export type SendAgainRefusal = (typeof SEND_AGAIN_REFUSALS)[number]

export type SendAgainFacts = {
  state: DeliveryState
  /** Where its last attempt went. */
  sentTo: string
  /** The roster's address of its recipient today; empty: nobody holds the mandate, or has none. */
  address: string
  /** Does the mandate belong to whom the mail was signed for? */
  isSamePerson: boolean
  isExpired: boolean
  isStopped: boolean
  /** Of `address`. */
  isAllowed: boolean
  isSuppressed: boolean
  /** A person says that the address is right although it refused. */
  isAddressRight: boolean
}

/**
 * Why a delivery can't go again to the address that the roster has now; null when it can. To another address it goes whatever
 * came of it, once that is known; to the same one only where nothing arrived, and a refusal for good needs a person's word.
 */
export function sendAgainRefusal(facts: SendAgainFacts): SendAgainRefusal | null {
  const { state, sentTo, address } = facts
  if (OPEN_STATES.includes(state)) return 'under-way'
  if (state === 'in-doubt') return 'in-doubt'
  const isSame = sameAddress(sentTo, address)
  if (state === 'accepted' && (isSame || address === '')) return 'accepted'
  if (facts.isExpired) return 'expired'
  if (facts.isStopped) return 'stopped'
  if (address === '') return 'no-address'
  if (!facts.isSamePerson) return 'holder-changed'
  if (state === 'bounced' && isSame && !facts.isAddressRight) return 'same-address'
  if (!facts.isAllowed) return 'not-allowed'
  return facts.isSuppressed ? 'suppressed' : null
}
