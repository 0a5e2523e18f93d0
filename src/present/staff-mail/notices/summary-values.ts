import type { ByAge } from '../../../model/follow-ups/age.js'
import type { CommuneState } from '../../../model/follow-ups/commune-state.js'
import type { Localized } from '../../../model/language/language.js'

/** To the heads, after an edition. Instants are ISO 8601 with offset; times are seconds from dispatch. */
export type SummaryValues = {
  edition: string
  sentAt: string
  isSettled: boolean
  /** The last editions, oldest first; the present one is last. */
  editions: string[]
  /** `states`: parallel to `editions`; null where the commune was not concerned. `open`: follow-ups, including those in hand. */
  communes: { name: Localized; states: (CommuneState | null)[]; open: number }[]
  candidates: number
  addressees: number
  exclusions: number
  accepted: number
  accountedFor: number
  times: { median: number; p90: number } | null
  /** Replies to this edition, and how many are dealt with. */
  answers: { received: number; answered: number }
  followUps: { open: number; inHand: number; overdue: number; byAge: ByAge }
  spocs: { name: string; phone: string; email: string; open: number; overdue: number }[]
  link: string
}
