/** The state of an edition: derived from decisions and deliveries, never stored. */
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
  /** When the sign-off of the current version closes; null: no end is set. */
  closesAt: Date | null
  /** The current frozen version, 0 before the first. */
  version: number
  /** The final decision on the current version. */
  decision: 'approve' | 'reject' | null
  /** Number of pending and deferred deliveries. */
  open: number
}

/** The state that follows from these facts at `now`. */
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
