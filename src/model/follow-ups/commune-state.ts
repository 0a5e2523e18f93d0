import type { DeliveryState } from '../delivery/delivery.js'

export const COMMUNE_STATES = ['reached', 'partly-reached', 'at-risk', 'not-reached', 'unknown'] as const
export type CommuneState = (typeof COMMUNE_STATES)[number]

/**
 * The state of a commune from its deliveries. reached: all accepted; partly: some accepted, the rest final; not reached: none accepted; unknown:
 * nothing known yet. at risk: one is deferred or in doubt, or a report says it could not be passed on yet (`isHeldUp`).
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
