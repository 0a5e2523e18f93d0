import type { AttemptOutcome } from '../delivery/delivery.js'
import type { Addressee, Exclusion, ExclusionReason } from '../editions/audience.js'
import type { Localized } from '../language/language.js'
import type { CommuneCoverage, DeliveryFact } from './commune-coverage.js'
import type { CommuneState } from './commune-state.js'
import { type FollowUpCoverage, type FollowUpFact, followUpCoverage } from './follow-up-coverage.js'
import { type Spread, spreadOf } from './spread.js'

export type Coverage = {
  candidates: number
  addressees: number
  exclusions: Exclusion[]
  exclusionsByReason: Partial<Record<ExclusionReason, number>>
  /** candidates = addressees + exclusions; after dispatch, each addressee has one delivery. */
  balanced: boolean
  /** A commune with an addressee, or an exclusion that says why not, is accounted for. */
  communes: { total: number; accountedFor: number; missing: string[]; list: CommuneCoverage[] }
  attempts: { total: number; perDelivery: Spread | null; byOutcome: Partial<Record<AttemptOutcome, number>> }
  /** Seconds from dispatch. */
  times: { accepted: Spread | null; replied: Spread | null }
  /** Number of recipients who wrote back. */
  replied: number
  followUps: FollowUpCoverage
}

/** The coverage of an edition: everybody is accounted for, or who is missing. `today` is an ISO date. */
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

/** When the next hop accepted a delivery; a settled one has no such moment. */
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

/** A commune without any mandate in the roster is not accounted for: neither addressed nor excluded. */
function communeCoverage(
  { nis, name, state }: CoverageFacts['communes'][number],
  { addressees, exclusions, deliveries, followUps }: CoverageFacts,
): CommuneCoverage {
  const here = <T extends { commune: string }>(list: T[]) => list.filter(({ commune }) => commune === nis)
  const [written, excluded] = [here(addressees).length, here(exclusions).length]
  const elsewhere = stoodForFrom(nis, exclusions, addressees)
  return {
    nis,
    name,
    state,
    candidates: written + excluded,
    addressees: written,
    accepted: here(deliveries).filter(one => one.state === 'accepted').length,
    elsewhere: elsewhere.size,
    acceptedElsewhere: deliveries.filter(
      ({ recipient, state }) => state === 'accepted' && elsewhere.has(recipient),
    ).length,
    exclusions: excluded,
    openFollowUps: here(followUps).filter(one => one.state !== 'done').length,
  }
}

/** Addressees of other communes that stand for a mandate of this one; each person once (decision 55). */
function stoodForFrom(
  nis: string,
  exclusions: Exclusion[],
  addressees: CoverageFacts['addressees'],
): Set<string> {
  const here = exclusions.filter(({ commune, reason }) => commune === nis && reason === 'same-person')
  const standing = new Set(here.map(({ standsFor }) => standsFor))
  const elsewhere = addressees.filter(({ id, commune }) => commune !== nis && standing.has(id))
  return new Set(elsewhere.map(({ id }) => id))
}

function counted<K extends string>(keys: K[]): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {}
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1
  return counts
}

/** The ledger's facts of an edition, for its coverage. */
export type CoverageFacts = {
  dispatchedAt: Date | null
  /** Counted when the audience was frozen. */
  candidates: number
  addressees: Pick<Addressee, 'id' | 'commune'>[]
  exclusions: Exclusion[]
  communes: { nis: string; name: Localized; state: CommuneState }[]
  deliveries: DeliveryFact[]
  /** Who wrote back, and when. */
  replies: { recipient: string; at: Date }[]
  /** For this edition; `openedOn` and `due` are ISO dates. */
  followUps: FollowUpFact[]
}
