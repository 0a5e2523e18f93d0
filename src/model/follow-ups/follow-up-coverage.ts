import { type ByAge, byAge } from './age.js'
import type { FollowUpReason, FollowUpState } from './follow-up.js'

export type FollowUpFact = {
  commune: string
  reason: FollowUpReason
  state: FollowUpState
  openedOn: string
  due: string
}

export type FollowUpCoverage = {
  total: number
  open: number
  inHand: number
  done: number
  overdue: number
  byAge: ByAge
}

/** Follow-ups by state, and the open ones, including those in hand, by age. */
export function followUpCoverage(followUps: readonly FollowUpFact[], today: string): FollowUpCoverage {
  const left = followUps.filter(({ state }) => state !== 'done')
  return {
    total: followUps.length,
    open: left.filter(({ state }) => state === 'open').length,
    inHand: left.filter(({ state }) => state === 'in-hand').length,
    done: followUps.length - left.length,
    overdue: left.filter(({ due }) => due < today).length,
    byAge: byAge(
      left.map(({ openedOn }) => openedOn),
      today,
    ),
  }
}
