import { sql } from 'kysely'
import { OPEN } from '../delivery/states.js'
import type { Database } from '../server/database.js'

/** The candidates counted when this version was frozen; null without such a version. */
export async function candidatesOf(db: Database, edition: string, version: number): Promise<number | null> {
  const row = await db
    .selectFrom('frozen')
    .where('edition', '=', edition)
    .where('version', '=', version)
    .select('candidates')
    .executeTakeFirst()
  return row?.candidates ?? null
}

/** Who wrote back to an edition, and when: by the mail's own date if it precedes our reading, else by that. */
export async function repliesTo(db: Database, edition: string): Promise<{ recipient: string; at: Date }[]> {
  const { rows } = await sql<{ recipient: string; at: Date }>`
    select d.recipient, case when r.sent_at between d.created_at and r.recorded_at
      then r.sent_at else r.recorded_at end as at
    from report r join delivery d on d.id = r.delivery
    where r.kind = 'reply' and d.edition = ${edition} order by r.id`.execute(db)
  return rows
}

type SentEdition = { id: string; dispatchedAt: Date; open: number }

/** Editions dispatched after `since`, newest first, with their number of open deliveries. */
export async function sentSince(db: Database, since: Date, until: Date): Promise<SentEdition[]> {
  const { rows } = await sql<SentEdition>`
    select e.id, e.dispatched_at as "dispatchedAt",
      (select count(*)::int from delivery d where d.edition = e.id and d.state in ${OPEN}) as open
    from edition e where e.dispatched_at > ${since} and e.dispatched_at <= ${until}
    order by e.dispatched_at desc, e.id desc`.execute(db)
  return rows
}
