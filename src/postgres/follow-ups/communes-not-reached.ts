import { sql } from 'kysely'
import { HEARD } from '../delivery/delivery-records.js'
import { LOST } from '../delivery/states.js'
import type { Database } from '../server/database.js'
import { settle } from './follow-ups.js'

/**
 * Communes of editions dispatched since then that got none: all their deliveries are settled without one accepted, or nobody could be addressed.
 * Without those that have a follow-up.
 */
export async function communesNotReached(
  db: Database,
  since: Date,
): Promise<{ edition: string; commune: string }[]> {
  const { rows } = await sql<{ edition: string; commune: string }>`
    with recent as (select id, version from edition where dispatched_at >= ${since}),
    settled as (
      select d.edition, d.commune, bool_and(d.state in ${LOST}) as lost
      from (${HEARD}) d join recent r on r.id = d.edition group by d.edition, d.commune
    ), empty as (
      select distinct x.edition, x.commune from exclusion x join recent r on r.id = x.edition and r.version = x.version
      where x.reason not in ('not-concerned', 'not-affected')
        and not exists (select from settled s where s.edition = x.edition and s.commune = x.commune)
    ), lost as (select edition, commune from settled where lost union select edition, commune from empty)
    select edition, commune from lost l where not exists (select from follow_up f where f.edition = l.edition
      and f.recipient = l.commune and f.reason = 'not-reached' and f.cause_gone_at is null)
    order by edition, commune`.execute(db)
  return rows
}

/** Settles the follow-ups of communes where the edition was accepted after all. */
export async function settleReached(db: Database, now: Date): Promise<void> {
  await settle(
    db,
    sql`f.reason = 'not-reached' and exists (select from (${HEARD}) d
      where d.edition = f.edition and d.commune = f.commune and d.state = 'accepted')`,
    now,
  )
}

/** A follow-up given from one person to another, by id of staff.yaml; `from` empty: nobody had it. */
export type Reassigned = { id: string; commune: string; from: string; to: string }
