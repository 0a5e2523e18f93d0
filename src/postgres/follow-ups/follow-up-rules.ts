import { sql } from 'kysely'
import { STANDING_REASONS } from '../../model/follow-ups/follow-up.js'
import type { StandingCause } from '../../model/follow-ups/mandates.js'
import type { Database } from '../server/database.js'
import type { Reassigned } from './communes-not-reached.js'
import { settle } from './follow-ups.js'

/** Settles follow-ups whose cause has left the roster, and updates the date in open ones. */
export async function settleStanding(db: Database, causes: StandingCause[], now: Date): Promise<void> {
  const there = sql`jsonb_to_recordset(${JSON.stringify(causes)}::jsonb) as c(recipient text, reason text, detail text)`
  await settle(
    db,
    sql`f.reason = any(${STANDING_REASONS})
      and not exists (select from ${there} where c.recipient = f.recipient and c.reason = f.reason)`,
    now,
  )
  await sql`
    update follow_up f set detail = c.detail from ${there}
    where c.recipient = f.recipient and c.reason = f.reason and f.detail <> c.detail`.execute(db)
}

/**
 * Gives open follow-ups to the commune's present SPOC. One that a person assigned stays while its owner is on the staff. `spocs`: by commune, where
 * it has one.
 */
export async function followSpocs(
  db: Database,
  spocs: { commune: string; spoc: string }[],
  staff: string[],
  now: Date,
): Promise<Reassigned[]> {
  const { rows } = await sql<Reassigned>`
    with was as (
      select f.id, f.commune, f.spoc as "from", s.spoc as "to"
      from follow_up f join jsonb_to_recordset(${JSON.stringify(spocs)}::jsonb) as s(commune text, spoc text) using (commune)
      where f.state <> 'done' and f.spoc <> s.spoc and (f.assigned_by is null or not f.spoc = any(${staff}))
      for update of f
    ), changed as (
      update follow_up f set spoc = was."to", state = 'open', taken_by = null, assigned_by = null from was where f.id = was.id
    ), told as (
      insert into follow_up_event (follow_up, kind, at, was, became) select id, 'reassigned', ${now}, "from", "to" from was
    )
    select id::text, commune, "from", "to" from was order by commune, id`.execute(db)
  return rows
}
