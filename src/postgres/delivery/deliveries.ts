import { sql } from 'kysely'
import { OPEN_STATES } from '../../model/delivery/delivery.js'
import type { NewFollowUp } from '../../model/follow-ups/follow-up.js'
import { closeSettled, openFollowUps } from '../follow-ups/follow-ups.js'
import type { Database } from '../server/database.js'
import { TOKEN } from './ledger-statements.js'
import { OPEN } from './states.js'

/** Open deliveries that are due by `until` and not claimed, the longest due first, at most `most`; `attempts`: earlier attempts. */
export async function dueDeliveries(
  db: Database,
  until: Date,
  most: number,
): Promise<{ id: string; attempts: number; dueAt: Date }[]> {
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('edition', 'edition.id', 'delivery.edition')
    .where('delivery.state', 'in', OPEN_STATES)
    .where('delivery.due_at', '<=', until)
    .where(sql<boolean>`(claimed_until is null or claimed_until < clock_timestamp())`)
    .where('edition.stopped_at', 'is', null)
    .select(['delivery.id', 'delivery.attempts', 'delivery.due_at'])
    .orderBy('delivery.due_at')
    .orderBy('delivery.id')
    .limit(most)
    .execute()
  return rows.map(row => ({ id: row.id, attempts: row.attempts, dueAt: row.due_at }))
}

/** The number of attempts of some deliveries. */
export async function attemptsOf(
  db: Database,
  deliveries: string[],
): Promise<{ id: string; attempts: number }[]> {
  if (deliveries.length === 0) return []
  return db.selectFrom('delivery').where('id', 'in', deliveries).select(['id', 'attempts']).execute()
}

/** Makes a deferred, unclaimed delivery due now, because a person asks. False when it is none. */
export async function makeDue(db: Database, delivery: string, now: Date): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('delivery')
    .set({ due_at: now })
    .where('id', '=', delivery)
    .where('state', '=', 'deferred')
    .where('claimed_until', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** An edition stopped by a person waits on purpose; one stopped by a refusal or doubt waits for attention. */
const WAITS_UNWANTED = sql<boolean>`(e.stopped_at is null or e.stop_cause <> 'person')`

/**
 * Seconds since the longest waiting open delivery became due; 0 when none is. `isPaced`: the rate per minute is limited, so waiting counts from the
 * last attempt.
 */
export async function oldestDue(db: Database, now: Date, isPaced: boolean): Promise<number> {
  const { rows } = await sql<{ due: Date | null }>`
    with waiting as (
      select d.edition, min(d.due_at) as due from delivery d join edition e on e.id = d.edition
      where d.state in ${OPEN} and ${WAITS_UNWANTED} group by d.edition
    ), tried as (
      select max(a.started_at) as last from attempt a join delivery d on d.id = a.delivery
      where ${isPaced} and d.edition in (select edition from waiting)
    )
    select greatest((select min(due) from waiting), (select last from tried)) as due`.execute(db)
  return Math.max(0, Math.round((now.getTime() - (rows[0]?.due ?? now).getTime()) / 1000))
}

/** How many deliveries of an edition are claimed or could be claimed now. */
export async function countDue(db: Database, edition: string, now: Date): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from delivery d join edition e on e.id = d.edition
    where d.edition = ${edition} and d.state in ${OPEN}
      and (d.claimed_until > clock_timestamp() or (d.due_at <= ${now} and e.stopped_at is null))`.execute(db)
  return rows[0]?.n ?? 0
}

/** Maximum number of follow-ups opened in one statement; the next round takes the rest. */
const AT_ONCE = 5000

/**
 * Gives up open, unclaimed deliveries whose edition has expired, also of a stopped edition. Nothing is claimed during a stop or while the relay is
 * away, so nobody would be told otherwise. `followUp` gives what opens for each.
 */
export async function expireDeliveries(
  db: Database,
  now: Date,
  followUp: (about: { edition: string; commune: string; recipient: string }) => Promise<NewFollowUp>,
): Promise<number> {
  return db.transaction().execute(async trx => {
    const { rows } = await sql<{ delivery: string; edition: string; commune: string; recipient: string }>`
      with over as (
        select d.id from edition e join delivery d on d.edition = e.id
        where e.expires_at <= ${now} and d.state in ${OPEN} and d.claimed_until is null
          -- What a doubt or a clock has stopped waits for a person's word. decisions 9 and 47
          and coalesce(e.stop_cause, '') not in ('gone-back', 'clock')
        order by d.id limit ${AT_ONCE} for update of d skip locked
      )
      update delivery d set state = 'gave-up', claim = ${sql.raw(TOKEN)} from over where d.id = over.id
      returning d.id as delivery, d.edition, d.commune, d.recipient`.execute(trx)
    if (rows.length === 0) return 0
    const deliveries = rows.map(({ delivery }) => delivery)
    await closeSettled(trx, deliveries, now)
    await openFollowUps(trx, await Promise.all(rows.map(followUp)))
    return rows.length
  })
}

/** Makes an edition's open, unclaimed deliveries to a domain due from `from` on, `apart` milliseconds apart; returns their number. */
export async function slowDomain(
  db: Database,
  edition: string,
  domain: string,
  from: Date,
  apart: number,
): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    with waiting as (
      select d.id, d.due_at from delivery d join addressee a using (edition, version, recipient)
      where d.edition = ${edition} and d.state in ${OPEN} and d.claimed_until is null
        and lower(split_part(a.email, '@', -1)) = ${domain}
      order by d.id for update of d skip locked
    ), placed as (select id, row_number() over (order by due_at, id) - 1 as place from waiting)
    update delivery d set due_at = greatest(d.due_at, ${from}::timestamptz + p.place * ${apart} * interval '1 millisecond')
    from placed p where d.id = p.id`.execute(db)
  return Number(numAffectedRows)
}

/** Open deliveries dispatched before `since` without a warning yet; with the last reply, if any. */
export async function lateDeliveries(db: Database, since: Date) {
  const { rows } = await sql<{ edition: string; commune: string; recipient: string; detail: string }>`
    select d.edition, d.commune, d.recipient, coalesce(last.reply, '') as detail
    from delivery d join edition e on e.id = d.edition
      left join lateral (select reply from attempt a where a.delivery = d.id order by number desc limit 1) last on true
    where d.state in ${OPEN} and d.created_at <= ${since} and ${WAITS_UNWANTED}
      and not exists (select from send_again s where s.delivery = d.id and s.at > ${since})
      and not exists (select from follow_up f
        where f.edition = d.edition and f.recipient = d.recipient and f.reason = 'late')
    order by d.id limit ${AT_ONCE}`.execute(db)
  return rows
}
