import type { AttemptOutcome, DeliveryState } from '../delivery/delivery.js'
import type { Addressee, Exclusion } from '../editions/audience.js'
import type { Localized } from '../language/language.js'
import type { CommuneState } from './commune-state.js'
import type { FollowUpFact } from './follow-up-coverage.js'

/** What the ledger knows of an edition, for its coverage. */
export type CoverageFacts = {
  dispatchedAt: Date | null
  /** As counted when the audience was frozen. */
  candidates: number
  addressees: Pick<Addressee, 'id' | 'commune'>[]
  exclusions: Exclusion[]
  communes: { nis: string; name: Localized; state: CommuneState }[]
  deliveries: DeliveryFact[]
  /** When people wrote back, and who. */
  replies: { recipient: string; at: Date }[]
  /** Of this edition; `openedOn` and `due` are ISO dates. */
  followUps: FollowUpFact[]
}

export type DeliveryFact = {
  recipient: string
  commune: string
  state: DeliveryState
  attempts: { endedAt: Date | null; outcome: AttemptOutcome | null }[]
}

/** Of one commune: its candidates are its addressees and its exclusions together. */
export type CommuneCoverage = {
  nis: string
  name: Localized
  state: CommuneState
  candidates: number
  addressees: number
  accepted: number
  /** Officials of it who get one mail under their mandate of another commune, and of how many that was accepted. */
  elsewhere: number
  acceptedElsewhere: number
  exclusions: number
  openFollowUps: number
}

/** A commune in which nobody holds a mandate of the roster is not accounted for: neither written to nor excluded. */
export function communeCoverage(
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

/** The addressees in other communes who stand for a mandate of this one: each person once (decision 55). */
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

export function counted<K extends string>(keys: K[]): Partial<Record<K, number>> {
  const counts: Partial<Record<K, number>> = {}
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1
  return counts
}
