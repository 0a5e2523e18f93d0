import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { FollowUpEventKind } from '../model/follow-ups/act.js'
import type { Evidence } from '../model/follow-ups/consequences.js'
import type {
  FollowUpAction,
  FollowUpEnd,
  FollowUpReason,
  FollowUpState,
} from '../model/follow-ups/follow-up.js'
import type { Holder, ReplyTopic, ReportKind } from '../model/returned-mail/report.js'
import type { Match } from '../parse/returned-mail/match.js'

/** timestamptz, read and written as Date. */
export type Instant = ColumnType<Date, Date, Date>
export type MaybeInstant = ColumnType<Date | null, Date | null | undefined, Date | null>

/** Returned mail, its follow-ups, and people's decisions about addresses. */
export type WayBackTables = {
  follow_up: {
    id: Generated<string>
    edition: string | null
    commune: string
    recipient: string
    reason: FollowUpReason
    action: FollowUpAction
    spoc: string
    detail: Generated<string>
    state: Generated<FollowUpState>
    opened_at: Instant
    due: string
    result: FollowUpEnd | null
    taken_by: string | null
    done_by: string | null
    done_at: MaybeInstant
    assigned_by: string | null
    cause_gone_at: MaybeInstant
  }
  follow_up_event: {
    id: Generated<string>
    follow_up: string
    kind: FollowUpEventKind
    at: Instant
    by_email: string | null
    was: string | null
    became: string | null
  }
  follow_up_words: { event: string; words: string }
  report: {
    id: Generated<string>
    hash: string
    source: string
    item: string
    recorded_at: Instant
    sent_at: MaybeInstant
    kind: ReportKind
    match: Match | null
    delivery: string | null
    evidence: Evidence | null
    status: string | null
    reason: string
    topic: ReplyTopic | null
    reply_text: string
    until: string | null
    deputy: string | null
    needs_deputy: boolean
    new_address: ColumnType<string | null, string | null | undefined, string | null>
    sent_again: Generated<number>
    gone: Generated<boolean>
    successor: ColumnType<string | null, string | null | undefined, string | null>
    held_by: ColumnType<Holder | null, Holder | null | undefined, Holder | null>
    refused_by: ColumnType<string | null, string | null | undefined, string | null>
  }
  report_source: {
    source: string
    uid_validity: number
    last_uid: Generated<number>
    trouble_uid: number | null
    troubles: Generated<number>
  }
  report_unread: {
    source: string
    uid_validity: number
    uid: number
    since: Instant
    last_at: Instant
    looks: Generated<number>
    words: string
    told_at: MaybeInstant
  }
  report_quarantine: { source: string; item: string; reason: string; at: Instant }
  suppression_log: {
    id: Generated<string>
    address: string
    recipient: string | null
    /** Only this recipient, of all with the address. */
    only_recipient: Generated<boolean>
    decision: 'suppress' | 'write'
    cause: string
    by_email: string
    at: Instant
  }
  address_change_plan: AddressChangeTable
  address_change_log: AddressChangeTable
}

/** As planned, and as done. */
type AddressChangeTable = {
  id: GeneratedAlways<number>
  recipient: string
  before: string
  after: string
  follow_up: string | null
  by_email: string
  at: Instant
}
