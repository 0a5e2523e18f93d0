import type { ByAge } from '../../../model/follow-ups/age.js'
import type { CommuneState } from '../../../model/follow-ups/commune-state.js'
import type { Localized } from '../../../model/language/language.js'

/** To the heads, after an edition. Instants are ISO 8601 with offset; times are seconds from dispatch. */
export type SummaryValues = {
  edition: string
  sentAt: string
  isSettled: boolean
  /** The last editions, the oldest first; the one that it is about comes last. */
  editions: string[]
  /** `states` beside `editions`; null where the commune was not concerned. `open`: follow-ups, those in hand too. */
  communes: { name: Localized; states: (CommuneState | null)[]; open: number }[]
  candidates: number
  addressees: number
  exclusions: number
  accepted: number
  accountedFor: number
  times: { median: number; p90: number } | null
  /** What people wrote about this edition, and what of it is done. */
  answers: { received: number; answered: number }
  followUps: { open: number; inHand: number; overdue: number; byAge: ByAge }
  spocs: { name: string; phone: string; email: string; open: number; overdue: number }[]
  link: string
}
