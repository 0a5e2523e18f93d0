import { sql } from 'kysely'
import type { ClockJump } from '../../model/calendar/clock-jump.js'
import { CLAIM_SECONDS } from '../delivery/ledger-claims.js'
import { OPEN } from '../delivery/states.js'
import type { Database } from './database.js'

/** The time of the database server. */
export async function databaseClock(db: Database): Promise<Date> {
  const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(db)
  return (rows[0] as { at: Date }).at
}

/** Running editions that expired by `now` but not by `certain`, the last reliable time; without those that a person resumed since then. */
export async function editionsInQuestion(db: Database, certain: Date, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select e.id from edition e
    where e.dispatched_at is not null and e.stopped_at is null and e.expires_at > ${certain} and e.expires_at <= ${now}
      and (e.resumed_at is null or e.resumed_at < ${certain})
      and exists (select from delivery d where d.edition = e.id and d.state in ${OPEN})
    order by e.id`.execute(db)
  return rows.map(({ id }) => id)
}

/** Whether a person resumed an edition since `certain`. */
export async function isResumedSince(db: Database, edition: string, certain: Date): Promise<boolean> {
  const { rows } = await sql`select from edition where id = ${edition} and resumed_at >= ${certain}`.execute(
    db,
  )
  return rows.length > 0
}

/** Editions on hold because they had expired by a wrong clock, and have not by `now`. */
export async function heldForClock(db: Database, now: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from edition where stop_cause = 'clock' and expires_at > ${now} order by id`.execute(db)
  return rows.map(({ id }) => id)
}

/** A due time this much after the jump was set by the wrong clock: no retry waits for hours. */
const PUT_OFF_HOURS = 6

/** Moves due times set by a jumped clock back by the size of the jump. */
export async function dueBefore(db: Database, { from, to }: ClockJump): Promise<void> {
  await sql`
    update delivery set due_at = due_at - (${to}::timestamptz - ${from}::timestamptz)
    where state in ${OPEN} and claimed_until is null
      and due_at > ${from}::timestamptz + make_interval(hours => ${PUT_OFF_HOURS})`.execute(db)
}

/** A claim longer than any can be was made before the server's clock was set back: its holder renews it or is gone. */
export async function shortenClaims(db: Database): Promise<void> {
  await sql`
    update delivery set claimed_until = clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS})
    where claimed_until > clock_timestamp() + make_interval(secs => ${2 * CLAIM_SECONDS})`.execute(db)
}
