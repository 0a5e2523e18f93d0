import type { Coverage } from '../../model/follow-ups/coverage.js'
import type { FollowUpAction, FollowUpReason } from '../../model/follow-ups/follow-up.js'
import type { Unreached } from '../../model/follow-ups/next-edition.js'
import type { StandIns } from '../../model/returned-mail/report-recipient.js'
import type { Roster } from '../../model/roster/roster.js'

export type DigestFollowUp = {
  commune: string
  recipient: string
  edition: string | null
  reason: FollowUpReason
  action: FollowUpAction
  /** The id in staff.yaml of who has it. */
  spoc: string
  /** Null: it belongs to the commune's present SPOC. */
  assignedBy: string | null
  state: 'open' | 'in-hand' | 'done'
  due: string
  detail: string
}

export type DigestFacts = {
  roster: Roster
  followUps: DigestFollowUp[]
  standIns: StandIns
  /** Of the digest's edition, or the last one; null before the first. */
  coverage: Coverage | null
  /** Of the same edition. */
  unreached?: Unreached[]
}
