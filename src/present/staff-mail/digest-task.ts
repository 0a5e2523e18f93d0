import type { MandateRole } from '../../model/agency/role-names.js'
import type { FollowUpAction, FollowUpReason } from '../../model/follow-ups/follow-up.js'
import type { KnownPhone } from '../../model/follow-ups/phones.js'
import type { Fact, Quote } from '../../model/follow-ups/told.js'
import type { StandIn } from '../../model/returned-mail/report-recipient.js'
import type { NamedOffice } from '../../model/roster/offices.js'

/** A task for a person. Dates are ISO dates. */
export type Task = {
  /** The office that holds the mandate; empty: the whole commune. */
  who: string
  role: MandateRole | null
  /** All offices of a person with several. */
  offices?: NamedOffice[]
  /** The competences of a vacant mandate: it has no name, and `who` is its id. */
  vacant?: { competences: string[] }
  email: string
  edition: string | null
  reason: FollowUpReason
  action: FollowUpAction
  due: string
  isOverdue: boolean
  /** Whole days; missing in digests of earlier versions. */
  daysLate?: number
  isInHand: boolean
  standIn: StandIn | null
  /** Whom to call; missing in digests of earlier versions. */
  phones?: KnownPhone[]
  /** What a rule noted; in digests of earlier versions it is in `detail`. */
  facts?: Fact[]
  /** The other side's words, shortened. */
  detail: string
  whose?: Quote['whose']
}
