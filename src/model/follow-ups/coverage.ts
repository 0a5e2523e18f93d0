import type { AttemptOutcome } from '../delivery/delivery.js'
import type { Exclusion, ExclusionReason } from '../editions/audience.js'
import {
  type CommuneCoverage,
  type CoverageFacts,
  communeCoverage,
  counted,
  type DeliveryFact,
} from './commune-coverage.js'
import { type FollowUpCoverage, followUpCoverage } from './follow-up-coverage.js'
import { type Spread, spreadOf } from './spread.js'

export type Coverage = {
  candidates: number
  addressees: number
  exclusions: Exclusion[]
  exclusionsByReason: Partial<Record<ExclusionReason, number>>
  /** candidates = addressees + exclusions, and after dispatch each addressee has one delivery. */
  balanced: boolean
  /** A commune is accounted for when it has an addressee, or an exclusion that says why not. */
  communes: { total: number; accountedFor: number; missing: string[]; list: CommuneCoverage[] }
  attempts: { total: number; perDelivery: Spread | null; byOutcome: Partial<Record<AttemptOutcome, number>> }
  /** Seconds from dispatch. */
  times: { accepted: Spread | null; replied: Spread | null }
  /** How many recipients wrote back. */
  replied: number
  followUps: FollowUpCoverage
}

/** What came of an edition: everybody accounted for, or who is missing. `today` is an ISO date. */
export function coverageOf(facts: CoverageFacts, today: string): Coverage {
  const { candidates, addressees, exclusions, deliveries, dispatchedAt } = facts
  const list = facts.communes.map(commune => communeCoverage(commune, facts))
  const missing = list.filter(one => one.candidates === 0).map(({ nis }) => nis)
  const attempts = deliveries.flatMap(one => one.attempts)
  return {
    candidates,
    addressees: addressees.length,
    exclusions,
    exclusionsByReason: counted(exclusions.map(({ reason }) => reason)),
    balanced: isBalanced(facts),
    communes: { total: list.length, accountedFor: list.length - missing.length, missing, list },
    attempts: {
      total: attempts.length,
      perDelivery: spreadOf(deliveries.map(one => one.attempts.length).filter(n => n > 0)),
      byOutcome: counted(attempts.flatMap(({ outcome }) => outcome ?? [])),
    },
    times: {
      accepted: secondsAfter(dispatchedAt, deliveries.flatMap(acceptedAt)),
      replied: secondsAfter(dispatchedAt, firstOfEach(facts.replies)),
    },
    replied: new Set(facts.replies.map(({ recipient }) => recipient)).size,
    followUps: followUpCoverage(facts.followUps, today),
  }
}

function isBalanced({
  candidates,
  addressees,
  exclusions,
  deliveries,
  dispatchedAt,
}: CoverageFacts): boolean {
  const hasEachDelivery = new Set(deliveries.map(({ recipient }) => recipient)).size === addressees.length
  return candidates === addressees.length + exclusions.length && (dispatchedAt === null || hasEachDelivery)
}

/** Of a delivery that counts as accepted, when the next hop took it; one that a person settled has no such moment. */
function acceptedAt({ state, attempts }: DeliveryFact): Date[] {
  const took = attempts.findLast(({ outcome }) => outcome === 'accepted')
  return state === 'accepted' && took?.endedAt ? [took.endedAt] : []
}

function firstOfEach(replies: CoverageFacts['replies']): Date[] {
  const first = new Map<string, Date>()
  for (const { recipient, at } of replies) {
    const before = first.get(recipient)
    if (!before || at < before) first.set(recipient, at)
  }
  return [...first.values()]
}

function secondsAfter(start: Date | null, moments: Date[]): Spread | null {
  if (!start) return null
  return spreadOf(moments.map(at => Math.max(0, Math.round((at.getTime() - start.getTime()) / 1000))))
}
