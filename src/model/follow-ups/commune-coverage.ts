import type { AttemptOutcome, DeliveryState } from '../delivery/delivery.js'
import type { Localized } from '../language/language.js'
import type { CommuneState } from './commune-state.js'

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
