import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { SlotKind } from '../model/calendar/calendar.js'
import type { AttemptOutcome, AttemptPhase, DeliveryState, Settlement } from '../model/delivery/delivery.js'
import type { Evidence } from '../model/delivery/verdict.js'
import type { EditionKind, Section } from '../model/edition/edition.js'
import type { FollowUpEventKind } from '../model/follow-up/act.js'
import type {
  FollowUpAction,
  FollowUpEnd,
  FollowUpReason,
  FollowUpState,
} from '../model/follow-up/follow-up.js'
import type { Language, Reading } from '../model/language.js'
import type { Pass } from '../model/log-in/pass.js'
import type { Match } from '../model/report/match.js'
import type { ReportKind } from '../model/report/report.js'
import type { ReplyTopic } from '../model/report/topic.js'
import type { MandateRole } from '../model/roster/recipient.js'
import type { Decision } from '../model/sign-off/sign-off.js'
import type { NoticeKind, NoticeState } from '../model/view/notice.js'

/** timestamptz: read as Date, written as Date. */
type Instant = ColumnType<Date, Date, Date>
type MaybeInstant = ColumnType<Date | null, Date | null | undefined, Date | null>

export type Tables = {
  revision: {
    update_id: string
    number: number
    hash: string
    content: string
    file: string
    editor: string | null
    taken_in_at: Instant
  }
  dropped_file: { update_id: string; revision: number; file: string; gone_since: MaybeInstant }
  edition: {
    id: string
    kind: EditionKind
    prepared_by: string | null
    version: Generated<number>
    created_at: Instant
    dispatched_at: MaybeInstant
    expires_at: MaybeInstant
    stopped_at: MaybeInstant
    stop_reason: string | null
    cancelled_at: MaybeInstant
    communes: ColumnType<string[] | null, string[] | null | undefined, string[] | null>
  }
  change_told: { edition: string; version: number; stage: string; mark: string; at: Instant }
  address_correction: { edition: string; recipient: string; email: string; at: Instant; by: 'roster' }
  frozen: {
    edition: string
    version: number
    hash: string
    content_hash: string
    audience_hash: string
    content: string
    candidates: number
    frozen_at: Instant
    send_at: MaybeInstant
    closes_at: MaybeInstant
    approvals_required: Generated<number>
  }
  frozen_item: { edition: string; version: number; update_id: string; revision: number; section: Section }
  addressee: {
    edition: string
    version: number
    recipient: string
    commune: string
    role: MandateRole
    acting: boolean
    competences: string[]
    languages: Reading
    name: string
    salutation_fr: string
    salutation_nl: string
    email: string
  }
  exclusion: {
    edition: string
    version: number
    recipient: string
    commune: string
    role: MandateRole
    reason: string
  }
  sign_off: {
    id: Generated<string>
    edition: string
    version: number
    hash: string
    decision: Decision
    by_email: string
    comment: string | null
    decided_at: Instant
  }
  slot: { edition: string; slot: SlotKind; due_at: Instant; done_at: Instant; outcome: string }
  delivery: {
    id: string
    edition: string
    version: number
    recipient: string
    commune: string
    state: Generated<DeliveryState>
    message_id: string
    /** Made by the database from the Message-ID. */
    return_token: GeneratedAlways<string | null>
    due_at: Instant
    claim: Generated<number>
    claimed_until: MaybeInstant
    claimed_by: string | null
    attempts: Generated<number>
    created_at: Instant
    settled_by: string | null
  }
  attempt: {
    delivery: string
    number: number
    claim: number
    phase: AttemptPhase
    started_at: Instant
    dot_at: MaybeInstant
    ended_at: MaybeInstant
    outcome: AttemptOutcome | null
    reply_code: number | null
    enhanced_status: string | null
    reply: string | null
  }
  settlement_log: {
    delivery: string
    attempt: number
    decision: Settlement
    by_email: string
    at: Instant
  }
  instance: {
    id: Generated<string>
    database: string
    folder: string | null
    path: string | null
    since: Instant
    by_email: string | null
  }
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
  pass: {
    id_hash: string
    purpose: Pass['purpose']
    person: string
    email: string
    created_at: Instant
    expires_at: Instant
    ended_at: MaybeInstant
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
  }
  report_source: {
    source: string
    uid_validity: number
    last_uid: Generated<number>
    trouble_uid: number | null
    troubles: Generated<number>
  }
  notice: {
    key: string
    kind: NoticeKind
    to_email: string
    to_name: string
    languages: Language[]
    payload: string
    state: Generated<NoticeState>
    attempts: Generated<number>
    due_at: Instant
    claimed_until: MaybeInstant
    sent_at: MaybeInstant
    error: string | null
    created_at: Instant
  }
  sign_link: {
    id_hash: string
    person: string
    edition: string
    version: number
    hash: string
    created_at: Instant
    expires_at: Instant
    used_at: MaybeInstant
  }
  let_through_log: {
    hash: string
    update_id: string
    missing: Language
    file: string
    by_email: string
    reason: string
    at: Instant
  }
  let_through_link: {
    id_hash: string
    person: string
    update_id: string
    hash: string
    created_at: Instant
    expires_at: Instant
  }
  cancel_log: { edition: string; version: number; by_email: string; reason: string; at: Instant }
  publication_log: {
    id: GeneratedAlways<number>
    edition: string
    action: 'publish' | 'withdraw'
    by_email: string
    at: Instant
  }
  suppression_log: {
    id: Generated<string>
    address: string
    recipient: string | null
    decision: 'suppress' | 'write'
    cause: string
    by_email: string
    at: Instant
  }
  address_change_log: {
    id: GeneratedAlways<number>
    recipient: string
    before: string
    after: string
    follow_up: string | null
    by_email: string
    at: Instant
  }
  report_quarantine: { source: string; item: string; reason: string; at: Instant }
}
