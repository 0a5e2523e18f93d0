import type { AttemptOutcome, DeliveryState } from '../delivery/delivery.js'
import type { Localized } from '../language/language.js'
import type { CommuneState } from './commune-state.js'

export type DeliveryFact = {
  recipient: string
  commune: string
  state: DeliveryState
  attempts: { endedAt: Date | null; outcome: AttemptOutcome | null }[]
}

/** One commune; its candidates are its addressees plus its exclusions. */
export type CommuneCoverage = {
  nis: string
  name: Localized
  state: CommuneState
  candidates: number
  addressees: number
  accepted: number
  /** Officials whose mail goes to their mandate in another commune, and how many of those were accepted. */
  elsewhere: number
  acceptedElsewhere: number
  exclusions: number
  openFollowUps: number
}
