import type { Cause, Status } from '../delivery/status.js'

/** Who keeps a mail from its reader: a filter until somebody lets it out, or a filter that asks its sender to prove something. */
export const HOLDERS = ['quarantine', 'challenge'] as const

export type ReportRecipient = {
  address: string
  /** Null where no MTA reports on a delivery: complaints and read receipts. */
  action: Action | null
  status: Status | null
  outcome: ReportOutcome
  /** What was said, in one line of at most 300 characters, as it was said. */
  reason: string
  /** What that means, in our words; null as for `action`. */
  cause: Cause | null
}

/** What an MTA did with a recipient (RFC 3464 §2.3.3). */
const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const

export type Action = (typeof ACTIONS)[number]

export type ReportOutcome = 'bounced' | 'deferred' | 'accepted'

/** Who stands in for somebody, as their automatic reply says. `until`: ISO date, both included; null where it named none. */
export type StandIn = { email: string; until: string | null }

/** Of whom, by the roster's id. */
export type StandIns = ReadonlyMap<string, StandIn>
