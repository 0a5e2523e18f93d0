import { sql } from 'kysely'
import type { ClockJump } from '../../model/calendar/clock-jump.js'
import { CLAIM_SECONDS } from '../delivery/ledger-claims.js'
import { OPEN } from '../delivery/states.js'
import type { Database } from './database.js'

/** What the clock of the database's server says. */
export async function databaseClock(db: Database): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db)
  return (rows[0] as { at: Date }).at
}

/**
 * Editions that go on and have expired by `now` but not by `certain`, the last that is known of the time; those of which a person said since
 * then that they go on are no more in question.
 */
export async function editionsInQuestion(db: Database, certain: Date, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from edition e
    where e.dispatched_at is not null and e.stopped_at is null and e.expires_at > ${certain} and e.expires_at <= ${now}
      and (e.resumed_at is null or e.resumed_at < ${certain})
      and exists (select from delivery d where d.edition = e.id and d.state in ${OPEN})
    order by e.id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Has a person said of an edition since `certain` that it goes on? */
export async function isResumedSince(db: Database, edition: string, certain: Date): Promise<boolean> {
  const { rows } = await sql`select from edition where id = ${edition} and resumed_at >= ${certain}`.execute(
    db,
  )
  return rows.length > 0
}

/** Editions that are held for a clock by which they had expired, and have not by `now`. */
export async function heldForClock(db: Database, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from edition where stop_cause = 'clock' and expires_at > ${now} order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** What is due so much later than it was when the clock jumped was put off by that clock: no retry waits for hours. */
const PUT_OFF_HOURS = 6

/** What was put off by a clock that had jumped is due as much sooner. */
export async function dueBefore(db: Database, { from, to }: ClockJump): Promise<void> {
  await sql`
    update delivery set due_at = due_at - (${to}::timestamptz - ${from}::timestamptz)
    where state in ${OPEN} and claimed_until is null
      and due_at > ${from}::timestamptz + make_interval(hours => ${PUT_OFF_HOURS})`.execute(db)
}

/** A claim that reaches further than any does was made before the server's clock was set back: its holder renews it, or is gone. */
export async function shortenClaims(db: Database): Promise<void> {
  await sql`
    update delivery set claimed_until = clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS})
    where claimed_until > clock_timestamp() + make_interval(secs => ${2 * CLAIM_SECONDS})`.execute(db)
}
