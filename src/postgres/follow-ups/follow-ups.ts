import { sql } from 'kysely'
import {
  type FollowUpEnd,
  type FollowUpReason,
  type NewFollowUp,
  STANDING_REASONS,
  WRITTEN_REASONS,
} from '../../model/follow-ups/follow-up.js'
import type { Database } from '../server/database.js'

/**
 * Opens follow-ups; one that is there for the same edition, recipient and reason stays the only one, and is opened again
 * when its cause had gone away since. What lies in the roster is one over all editions.
 */
export async function openFollowUps(db: Database, followUps: NewFollowUp[]) {
  if (followUps.length === 0) return
  // PostgreSQL text can hold neither a lone surrogate, as in truncated words, nor NUL.
  const list = JSON.stringify(followUps, (_, value) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value,
  )
  // decision 17
  const fresh = sql`jsonb_to_recordset(${list}::jsonb) as n(edition text, commune text, recipient text, reason text,
    action text, spoc text, detail text, "openedAt" timestamptz, due date)`
  await sql`
    with fresh as (
      insert into follow_up (edition, commune, recipient, reason, action, spoc, detail, opened_at, due)
      select edition, commune, recipient, reason, action, spoc, detail, "openedAt", due from ${fresh}
      on conflict do nothing returning id, opened_at
    ), again as (
      update follow_up f set state = 'open', result = null, taken_by = null, done_by = null, done_at = null,
        cause_gone_at = null, spoc = coalesce(nullif(n.spoc, ''), f.spoc), detail = n.detail, due = n.due
      from ${fresh} where f.recipient = n.recipient and f.reason = n.reason and f.cause_gone_at is not null
        and (coalesce(f.edition, '') = coalesce(n.edition, '') or f.reason = any(${STANDING_REASONS}))
      returning f.id, n."openedAt" as at
    )
    insert into follow_up_event (follow_up, kind, at)
    select id, 'opened', opened_at from fresh union all select id, 'reopened', at from again`.execute(db)
}

/** A follow-up from a report, with its edition and recipient. */
type Reported = Omit<NewFollowUp, 'openedAt'> & { edition: string }

/**
 * Opens a report's follow-up, or updates the words of an open one: they combine all reports. New words reopen one that holds people's words. Within
 * the report's transaction.
 */
export async function followReport(trx: Database, reported: Reported, now: Date): Promise<void> {
  await openFollowUps(trx, [{ ...reported, openedAt: now }])
  const reopens = WRITTEN_REASONS.includes(reported.reason)
  const { edition, recipient, reason, detail, due } = reported
  const again = sql`(${reopens} and was.state = 'done')`
  await sql`
    with was as (
      select id, state from follow_up
      where edition = ${edition} and recipient = ${recipient} and reason = ${reason} and detail <> ${detail} for update
    ), changed as (
      update follow_up f set detail = ${detail},
        state = case when ${again} then 'open' else f.state end, due = case when ${again} then ${due} else f.due end,
        result = case when ${again} then null else f.result end, taken_by = case when ${again} then null else f.taken_by end,
        done_by = case when ${again} then null else f.done_by end, done_at = case when ${again} then null else f.done_at end
      from was where f.id = was.id
    )
    insert into follow_up_event (follow_up, kind, at) select id, 'reopened', ${now} from was where ${again}`.execute(
    trx,
  )
}

/** Closes doubts and delays of deliveries whose outcome is known. */
export async function closeSettled(db: Database, deliveries: string[], now: Date) {
  if (deliveries.length === 0) return
  await settle(
    db,
    sql`f.reason in ('in-doubt', 'late') and exists (select from delivery d
      where d.id = any(${deliveries}) and d.edition = f.edition and d.recipient = f.recipient)`,
    now,
  )
}

/** Closes an addressee's follow-ups for these reasons: their cause has gone. */
export async function closeReasons(
  db: Database,
  { edition, recipient }: { edition: string; recipient: string },
  reasons: FollowUpReason[],
  now: Date,
) {
  await settle(
    db,
    sql`f.edition = ${edition} and f.recipient = ${recipient} and f.reason = any(${reasons})`,
    now,
  )
}

/** Reasons from a failed attempt: another attempt removes their cause until it fails too. */
const FAILED: FollowUpReason[] = ['bounced', 'suppressed', 'gave-up', 'late', 'not-allowed']

/** Closes the follow-ups of earlier attempts, as a person sends a delivery again. */
export async function endSentAgain(
  trx: Database,
  { edition, recipient }: { edition: string; recipient: string },
  by: string,
  now: Date,
) {
  await settle(
    trx,
    sql`f.edition = ${edition} and f.recipient = ${recipient} and f.reason = any(${FAILED})`,
    now,
    { result: 'sent-again', by },
  )
}

/** Reopens what sending again at `since` had closed, as it is taken back. */
export async function reopenTakenBack(
  trx: Database,
  { edition, recipient }: { edition: string; recipient: string },
  since: Date,
  now: Date,
) {
  await sql`
    with again as (
      update follow_up f set state = 'open', result = null, taken_by = null, done_by = null, done_at = null, cause_gone_at = null
      where f.edition = ${edition} and f.recipient = ${recipient} and f.reason = any(${FAILED}) and f.cause_gone_at >= ${since}
      returning f.id
    )
    insert into follow_up_event (follow_up, kind, at) select id, 'reopened', ${now} from again`.execute(trx)
}

/**
 * Marks the cause as gone for all follow-ups of a condition on `f`. Ends open ones by rule or as `ended` says. Locks them in id order, so that
 * parallel calls can't deadlock.
 */
export async function settle(
  db: Database,
  condition: ReturnType<typeof sql>,
  now: Date,
  ended: { result: FollowUpEnd; by: string | null } = { result: 'settled', by: null },
): Promise<void> {
  const { result, by } = ended
  await sql`
    with was as (
      select f.id, f.state from follow_up f where f.cause_gone_at is null and ${condition}
      order by f.id for update
    ), changed as (
      update follow_up f set cause_gone_at = ${now}, state = 'done',
        result = case was.state when 'done' then f.result else ${result} end,
        done_by = case was.state when 'done' then f.done_by else ${by} end,
        done_at = case was.state when 'done' then f.done_at else ${now} end
      from was where f.id = was.id
    )
    insert into follow_up_event (follow_up, kind, at, by_email, became)
    select id, 'done', ${now}, ${by}, ${result} from was where state <> 'done' order by id`.execute(db)
}
