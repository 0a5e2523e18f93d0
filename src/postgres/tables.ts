import type { ColumnType, Generated, GeneratedAlways } from 'kysely'
import type { MandateRole } from '../model/agency/role-names.js'
import type { SlotKind } from '../model/calendar/calendar.js'
import type { AttemptOutcome, AttemptPhase, DeliveryState, Settlement } from '../model/delivery/delivery.js'
import type { Office } from '../model/editions/audience.js'
import type { EditionKind, Section, StopCause } from '../model/editions/edition.js'
import type { Language, Localized, Reading } from '../model/language/language.js'
import type { AwaitReason } from '../model/operations/instance.js'
import type { Decided } from '../model/sign-off/sign-off.js'
import type { Purpose } from '../model/staff/link-token.js'
import type { NoticeState } from '../present/staff-mail/notice.js'
import type { NoticeKind } from '../present/staff-mail/notice-kinds.js'
import type { Instant, MaybeInstant, WayBackTables } from './tables-way-back.js'

export type Tables = WayBackTables & {
  revision: {
    update_id: string
    number: number
    hash: string
    content: string
    file: string
    editor: string | null
    taken_in_at: Instant
  }
  dropped_file: {
    update_id: string
    revision: number
    file: string
    gone_since: MaybeInstant
    /** A draft waits until a person says why the file is gone. */
    awaits_answer: Generated<boolean>
  }
  left_out_log: {
    id: GeneratedAlways<number>
    update_id: string
    revision: number
    file: string
    by_email: string
    reason: string
    at: Instant
  }
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
    stop_cause: ColumnType<StopCause | null, StopCause | null | undefined, StopCause | null>
    cancelled_at: MaybeInstant
    /** When a person last said that it goes on. */
    resumed_at: MaybeInstant
    communes: ColumnType<string[] | null, string[] | null | undefined, string[] | null>
  }
  change_told: { edition: string; version: number; stage: string; mark: string; at: Instant }
  address_correction: {
    edition: string
    recipient: string
    email: string
    at: Instant
    by: 'roster' | 'person'
  }
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
    /** Of what was frozen before `salutation` had every language. */
    salutation_fr: string | null
    salutation_nl: string | null
    salutation: ColumnType<Localized | null, string, string>
    email: string
    also: ColumnType<Office[] | null, string | null | undefined, never>
  }
  exclusion: {
    edition: string
    version: number
    recipient: string
    commune: string
    role: MandateRole
    reason: string
    stands_for: ColumnType<string | null, string | null | undefined, never>
  }
  sign_off: {
    id: Generated<string>
    edition: string
    version: number
    hash: string
    decision: Decided['decision']
    by_email: string
    comment: string | null
    decided_at: Instant
    number: Generated<number>
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
    /** Made by the database from the Message-ID; stands in return paths that are older than `path_token`. */
    return_token: GeneratedAlways<string | null>
    path_token: ColumnType<string | null, string | null | undefined, string | null>
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
  send_again: {
    delivery: string
    number: number
    attempts: number
    before: string
    address: string
    state_before: DeliveryState
    return_token: string
    by_email: string
    at: Instant
    taken_back_at: MaybeInstant
    taken_back_by: ColumnType<string | null, string | null | undefined, string | null>
  }
  settlement_log: {
    delivery: string
    attempt: number
    decision: Settlement
    by_email: string
    at: Instant
  }
  secret_mark: { number: number; mark: string; since: Date; by_email: string | null }
  instance: {
    id: Generated<string>
    database: string
    folder: string | null
    path: string | null
    since: Instant
    by_email: string | null
    seen: Generated<number>
    awaits: ColumnType<AwaitReason | null, AwaitReason | undefined, never>
    timeline: ColumnType<number | null, number | undefined, number>
    replicated: ColumnType<boolean | null, boolean | undefined, boolean>
  }
  restore_log: {
    id: GeneratedAlways<string>
    made_at: Instant
    restored_at: Instant
    knows_since: boolean
    by_email: string | null
  }
  move_log: { id: GeneratedAlways<string>; place: string; at: Instant }
  /** A session, too: it is used when it was left. */
  link: {
    id_hash: string
    purpose: Purpose
    email: string
    person: string | null
    edition: string | null
    version: number | null
    update_id: string | null
    hash: string | null
    created_at: Instant
    expires_at: Instant
    used_at: MaybeInstant
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
  warned_file: {
    file: string
    version: string
    update_id: string
    hash: string
    warnings: string
    seen_at: Instant
  }
  meant_log: {
    id: GeneratedAlways<number>
    version: string
    file: string
    is_meant: boolean
    by_email: string
    at: Instant
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
  draft_log: { edition: string; hash: string; by_email: string; at: Instant }
  cancel_log: { edition: string; version: number; by_email: string; reason: string; at: Instant }
  publication_log: {
    id: GeneratedAlways<number>
    edition: string
    action: 'publish' | 'withdraw'
    by_email: string
    at: Instant
  }
}
