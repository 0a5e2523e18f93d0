import type { Cause, Status } from '../delivery/status.js'

/** What keeps a mail from its reader: a filter until a person releases it, or one that challenges the sender. */
export const HOLDERS = ['quarantine', 'challenge'] as const

export type ReportRecipient = {
  address: string
  /** Null where no MTA reports on a delivery: complaints and read receipts. */
  action: Action | null
  status: Status | null
  outcome: ReportOutcome
  /** The original words, as one line of at most 300 characters. */
  reason: string
  /** The meaning of the words; null like `action`. */
  cause: Cause | null
}

/** An MTA's actions for a recipient (RFC 3464 §2.3.3). */
const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const

export type Action = (typeof ACTIONS)[number]

export type ReportOutcome = 'bounced' | 'deferred' | 'accepted'

/** The deputy that an automatic reply names. `until`: ISO date, included; null where none was named. */
export type StandIn = { email: string; until: string | null }

/** Keyed by the roster's id of who is away. */
export type StandIns = ReadonlyMap<string, StandIn>
