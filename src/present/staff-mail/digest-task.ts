import type { MandateRole } from '../../model/agency/role-names.js'
import type { FollowUpAction, FollowUpReason } from '../../model/follow-ups/follow-up.js'
import type { KnownPhone } from '../../model/follow-ups/phones.js'
import type { Fact, Quote } from '../../model/follow-ups/told.js'
import type { StandIn } from '../../model/returned-mail/report-recipient.js'
import type { NamedOffice } from '../../model/roster/offices.js'

/** Something that a person does next. Dates are ISO dates. */
export type Task = {
  /** The function that holds the mandate; empty: the whole commune. */
  who: string
  role: MandateRole | null
  /** Of somebody with several offices, all of them. */
  offices?: NamedOffice[]
  /** Of a mandate that nobody holds, its competences: it has no name, and `who` is its id. */
  vacant?: { competences: string[] }
  email: string
  edition: string | null
  reason: FollowUpReason
  action: FollowUpAction
  due: string
  isOverdue: boolean
  /** Whole days; a digest that was made before this version has none. */
  daysLate?: number
  isInHand: boolean
  standIn: StandIn | null
  /** Whom to call; a digest that was made before this version has none. */
  phones?: KnownPhone[]
  /** What a rule noted; a digest that was made before this version has it in `detail`. */
  facts?: Fact[]
  /** The other side's words, shortened. */
  detail: string
  whose?: Quote['whose']
}
