import type { DeliveryState } from '../delivery/delivery.js'

export const COMMUNE_STATES = ['reached', 'partly-reached', 'at-risk', 'not-reached', 'unknown'] as const
export type CommuneState = (typeof COMMUNE_STATES)[number]

/**
 * What the deliveries of one commune say together: reached when all were accepted, partly when some were and the rest
 * never will be, at risk while one is deferred or in doubt, or was accepted by somebody who reports that he could not
 * pass it on yet (`isHeldUp`); not reached when none was accepted; unknown before anything is known.
 */
export function communeState(deliveries: DeliveryState[], isHeldUp = false): CommuneState {
  const has = (state: DeliveryState) => deliveries.includes(state)
  if (deliveries.length === 0) return 'not-reached'
  if (deliveries.every(state => state === 'pending')) return 'unknown'
  if (isHeldUp || has('deferred') || has('in-doubt')) return 'at-risk'
  if (deliveries.every(state => state === 'accepted')) return 'reached'
  if (has('pending')) return 'unknown'
  return has('accepted') ? 'partly-reached' : 'not-reached'
}
