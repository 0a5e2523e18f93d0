/** Where an edition is on its way; derived from what was decided and done, never stored. */
export const EDITION_STATES = [
  'draft',
  'awaiting-sign-off',
  'approved',
  'sending',
  'paused',
  'closed',
  'rejected',
  'cancelled',
  'expired',
] as const
export type EditionState = (typeof EDITION_STATES)[number]

export type EditionFacts = {
  cancelledAt: Date | null
  dispatchedAt: Date | null
  stoppedAt: Date | null
  /** Until when the current version can be signed off; null: no end is set. */
  closesAt: Date | null
  /** The edition's current frozen version, 0 before the first. */
  version: number
  /** What the decisions on the current version amount to. */
  decision: 'approve' | 'reject' | null
  /** Deliveries that are pending or deferred. */
  open: number
}

/** The state that these facts amount to at `now`. */
export function editionState(facts: EditionFacts, now: Date): EditionState {
  // decision 4
  if (facts.dispatchedAt) {
    if (facts.open === 0) return 'closed'
    if (facts.stoppedAt) return 'paused'
    return 'sending'
  }
  if (facts.cancelledAt) return 'cancelled'
  if (facts.version === 0) return 'draft'
  if (facts.decision === 'approve') return facts.stoppedAt ? 'paused' : 'approved'
  if (facts.decision === 'reject') return 'rejected'
  return facts.closesAt && facts.closesAt <= now ? 'expired' : 'awaiting-sign-off'
}
