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
  /** The address of its last attempt. */
  sentTo: string
  /** The roster's present address of the recipient; empty when nobody holds the mandate or the holder has none. */
  address: string
  /** Whether the mandate still belongs to the person for whom the mail was signed. */
  isSamePerson: boolean
  isExpired: boolean
  isStopped: boolean
  /** Concerns `address`. */
  isAllowed: boolean
  isSuppressed: boolean
  /** A person says that the address is right although its server refused. */
  isAddressRight: boolean
}

/**
 * Why a delivery can't go again to the roster's present address. To another address it always may, once its outcome is known. To the same one it may
 * only if nothing arrived; after a bounce a person must confirm. Null when it can.
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
