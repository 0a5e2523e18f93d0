import { Temporal } from 'temporal-polyfill'
import { heldOn, isVacant, type MandateHolder } from '../roster/recipient.js'
import type { FollowUpReason } from './follow-up.js'

/** What the roster itself gives to follow up. `detail` is the ISO date of the end of a mandate. */
export type StandingCause = { reason: FollowUpReason; commune: string; recipient: string; detail: string }

/** A successor is asked for this long before a mandate ends: a council needs a meeting to elect one. */
const DAYS_BEFORE = 28
/** What ended longer ago than this is history that was left in the roster. */
const DAYS_AFTER = 365

/**
 * Mandates that nobody holds on the ISO date `today`, and mandates that end soon, or have ended, with nobody to follow.
 * One that is vacant now is not also ending.
 */
export function standingCauses(mandates: readonly MandateHolder[], today: string): StandingCause[] {
  return mandates.flatMap((mandate): StandingCause[] => {
    const { id: recipient, commune, until } = mandate
    if (isVacant(mandate))
      return heldOn(mandate, today) ? [{ reason: 'vacant', commune, recipient, detail: '' }] : []
    if (until === null || until < daysLater(today, -DAYS_AFTER) || until > daysLater(today, DAYS_BEFORE))
      return []
    const isFollowed = mandates.some(other => other !== mandate && succeeds(other, mandate, until))
    return isFollowed ? [] : [{ reason: 'mandate-ending', commune, recipient, detail: until }]
  })
}

/**
 * Whether somebody, or a vacancy that has a follow-up of its own, takes over a mandate that ends: the same office of the
 * commune, begun later than it and running on the day after; of aldermen, with a competence in common.
 */
function succeeds(other: MandateHolder, mandate: MandateHolder, until: string): boolean {
  if (other.commune !== mandate.commune || other.role !== mandate.role) return false
  if (!heldOn(other, daysLater(until, 1)) || (other.since ?? '') <= (mandate.since ?? '')) return false
  const shares = other.competences.some(one => mandate.competences.includes(one))
  return mandate.role === 'mayor' || mandate.competences.length === 0 || shares
}

function daysLater(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString()
}
