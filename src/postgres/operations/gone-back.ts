import { sql } from 'kysely'
import type { NewFollowUp } from '../../model/follow-ups/follow-up.js'
import { type Doubted, doubt } from '../delivery/doubting.js'
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

/** What the ledger notes of a mail of which another ledger may know more. */
const UNKNOWN = 'it may have left after this ledger was copied or put back'

/**
 * Puts what is open of an edition that a doubt has stopped in doubt: it may have left, and is not sent again by itself. `followUp` says
 * what opens for each. Returns how many; null when no doubt has stopped it.
 */
export async function doubtOpen(
  db: Database,
  edition: string,
  now: Date,
  followUp: (doubted: Doubted) => Promise<NewFollowUp>,
): Promise<number | null> {
  return db.transaction().execute(async trx => {
    // Nothing is held any more when all of it is in doubt; the statement holds the row until then.
    const { numUpdatedRows } = await trx
      .updateTable('edition')
      .set({ stopped_at: null, stop_reason: null, stop_cause: null, resumed_at: now })
      .where('id', '=', edition)
      .where('dispatched_at', 'is not', null)
      .where('stop_cause', '=', 'gone-back')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return null
    const open = sql<boolean>`d.edition = ${edition}`
    return (await doubt(trx, open, UNKNOWN, now, followUp)).length
  })
}
