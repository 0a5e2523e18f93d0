import { sql } from 'kysely'
import { OPEN } from '../delivery/states.js'
import type { Database } from '../server/database.js'

/**
 * Editions in mid-send of which nothing was attempted since `before`, and of which no person said since then that it goes on; with when
 * that last was.
 */
export async function silentEditions(
  db: Database,
  before: Date,
): Promise<{ edition: string; since: Date }[]> {
  const { rows } = await sql<{ edition: string; since: Date }>`
    select e.id as edition, last.at as since
    from edition e, lateral (
      select greatest(e.dispatched_at, e.resumed_at,
        (select max(greatest(a.started_at, a.dot_at)) from attempt a join delivery d on d.id = a.delivery where d.edition = e.id),
        (select max(l.at) from settlement_log l join delivery d on d.id = l.delivery where d.edition = e.id),
        (select max(s.at) from send_again s join delivery d on d.id = s.delivery where d.edition = e.id)) as at
    ) last
    where e.dispatched_at is not null and e.stopped_at is null and last.at < ${before}
      and exists (select from delivery d where d.edition = e.id and d.state in ${OPEN})
    order by e.id`.execute(db)
  return rows
}

/** When something of an edition was last attempted; null: never, as far as this ledger knows. */
export async function lastAttempt(db: Database, edition: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(greatest(a.started_at, a.dot_at)) as at
    from attempt a join delivery d on d.id = a.delivery where d.edition = ${edition}`.execute(db)
  return rows[0]?.at ?? null
}
