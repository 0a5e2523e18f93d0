import { Temporal } from 'temporal-polyfill'
import { heldOn, isVacant, type MandateHolder } from '../roster/recipient.js'
import type { FollowUpReason } from './follow-up.js'

/** A cause in the roster itself. `detail` is the ISO date on which a mandate ends. */
export type StandingCause = { reason: FollowUpReason; commune: string; recipient: string; detail: string }

/** In days before a mandate's end: a council needs a meeting to elect a successor. */
const DAYS_BEFORE = 28
/** In days: a mandate that ended longer ago is history. */
const DAYS_AFTER = 365

/**
 * Mandates that are vacant on the ISO date `today`, and mandates without a successor that end soon or have ended. A vacant one is not also ending.
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
 * Whether another mandate follows an ending one; it may be a vacancy with its own follow-up. It is the same office of the commune, began later and
 * runs on the day after. Aldermen share a competence.
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
