import type { MandateRole } from '../../model/agency/role-names.js'
import type { Attempt, DeliveryState } from '../../model/delivery/delivery.js'
import type { Strings } from '../../model/editions/edition.js'
import type { EditionState } from '../../model/editions/state.js'
import type { Coverage } from '../../model/follow-ups/coverage.js'
import type { Language } from '../../model/language/language.js'

/** The data of a report's sheets, and their words. */
export type Reported = {
  edition: string
  state: EditionState
  dispatchedAt: Date | null
  counts: Record<DeliveryState, number>
  coverage: Coverage
  deliveries: ReportedDelivery[]
  replies: { recipient: string; at: Date }[]
}

export type ReportedDelivery = {
  recipient: string
  commune: string
  role: MandateRole
  /** The person's further mandates. */
  also: { id: string }[]
  state: DeliveryState
  attempts: Attempt[]
}

export type Words = { strings: Strings; language: Language; timeZone: string }
