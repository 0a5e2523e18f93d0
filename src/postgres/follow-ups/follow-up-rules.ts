import { sql } from 'kysely'
import { STANDING_REASONS } from '../../model/follow-ups/follow-up.js'
import type { StandingCause } from '../../model/follow-ups/mandates.js'
import { HEARD } from '../delivery/delivery-records.js'
import { LOST } from '../delivery/states.js'
import type { Database } from '../server/database.js'
import { settle } from './follow-ups.js'

/** What lies in the roster no more needs no follow-up; the date in an open one is brought up to date. */
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
 * Communes of editions dispatched since then that nobody in them got and nobody will: all of their deliveries are
 * settled and none was accepted, or there was nobody to write to. Without those that have their follow-up.
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

/** A commune that somebody has got the edition in after all is reached. */
export async function settleReached(db: Database, now: Date): Promise<void> {
  await settle(
    db,
    sql`f.reason = 'not-reached' and exists (select from (${HEARD}) d
      where d.edition = f.edition and d.commune = f.commune and d.state = 'accepted')`,
    now,
  )
}

/** A follow-up that went from one person to another, by id of staff.yaml; `from` empty: nobody had it. */
export type Reassigned = { id: string; commune: string; from: string; to: string }

/**
 * Gives what is not done to the SPOC that its commune has now. What a person gave to somebody stays there as long as that
 * somebody is on the staff. `spocs`: of each commune that has one.
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
