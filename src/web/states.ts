import type { DeliveryState } from '../model/delivery/delivery.js'
import type { EditionState } from '../model/editions/state.js'
import type { CommuneState } from '../model/follow-ups/commune-state.js'

/** How a state is shown: a tone of desk.css, and the shape of icons.hbs that says the same without colour. */
export type Look = { tone: string; icon: string }

export const EDITION_LOOKS: Record<EditionState, Look> = {
  draft: { tone: 'unknown', icon: 'pen' },
  'awaiting-sign-off': { tone: 'soon', icon: 'clock' },
  approved: { tone: 'good', icon: 'ok' },
  sending: { tone: 'going', icon: 'right' },
  paused: { tone: 'bad', icon: 'no' },
  closed: { tone: 'good', icon: 'ok' },
  rejected: { tone: 'bad', icon: 'no' },
  cancelled: { tone: 'unknown', icon: 'no' },
  expired: { tone: 'bad', icon: 'clock' },
}

export const COMMUNE_LOOKS: Record<CommuneState, Look> = {
  reached: { tone: 'reached', icon: 'ok' },
  'partly-reached': { tone: 'partly', icon: 'part' },
  'at-risk': { tone: 'risk', icon: 'risk' },
  'not-reached': { tone: 'not', icon: 'no' },
  unknown: { tone: 'unknown', icon: 'wait' },
}

export const DELIVERY_LOOKS: Record<DeliveryState, Look> = {
  pending: { tone: 'unknown', icon: 'wait' },
  deferred: { tone: 'soon', icon: 'clock' },
  accepted: { tone: 'good', icon: 'ok' },
  bounced: { tone: 'bad', icon: 'no' },
  'in-doubt': { tone: 'soon', icon: 'risk' },
  'gave-up': { tone: 'bad', icon: 'no' },
  suppressed: { tone: 'bad', icon: 'no' },
}
