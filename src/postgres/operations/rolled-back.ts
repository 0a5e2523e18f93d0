import { sql } from 'kysely'
import { OPEN } from '../delivery/states.js'
import type { Database } from '../server/database.js'

/** Editions being sent without any attempt since `before` and without a person's decision since then; with the time of their last attempt. */
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

/** When an edition was last attempted; null: never, by this ledger. */
export async function lastAttempt(db: Database, edition: string): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select max(greatest(a.started_at, a.dot_at)) as at
    from attempt a join delivery d on d.id = a.delivery where d.edition = ${edition}`.execute(db)
  return rows[0]?.at ?? null
}
