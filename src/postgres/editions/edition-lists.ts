import { sql } from 'kysely'
import { OPEN } from '../delivery/states.js'
import type { Database } from '../server/database.js'
import { type EditionRow, editionsWhere, findEditions } from './editions.js'

const UNSENT = sql<boolean>`(edition.dispatched_at is null and edition.cancelled_at is null and edition.version > 0)`

/** Frozen editions, neither dispatched nor cancelled, with their derived state. */
export const undecidedOrUnsent = (db: Database, now: Date): Promise<EditionRow[]> =>
  editionsWhere(db, UNSENT, now)

/** What a desk shows of editions, in one statement: the one of this name, the one sent last, and those of {@link undecidedOrUnsent}. */
export async function deskEditions(
  db: Database,
  name: string | null,
  now: Date,
): Promise<{ named: EditionRow | null; last: EditionRow | null; unsent: EditionRow[] }> {
  const last = sql`(select e.id from edition e where e.dispatched_at <= ${now} order by e.dispatched_at desc, e.id desc limit 1)`
  const rows = await editionsWhere(db, sql`(edition.id = ${name} or edition.id = ${last} or ${UNSENT})`, now)
  const sent = rows.filter(({ dispatchedAt }) => dispatchedAt !== null && dispatchedAt <= now)
  const latest = (one: EditionRow, other: EditionRow) =>
    Number(other.dispatchedAt) - Number(one.dispatchedAt) || (other.id > one.id ? 1 : -1)
  return {
    named: rows.find(({ id }) => id === name) ?? null,
    last: sent.toSorted(latest)[0] ?? null,
    unsent: rows.filter(
      ({ dispatchedAt, state, version }) => dispatchedAt === null && state !== 'cancelled' && version > 0,
    ),
  }
}

/** The regular edition sent last before this one, or null. */
export async function sentBefore(
  db: Database,
  { id, dispatchedAt }: Pick<EditionRow, 'id' | 'dispatchedAt'>,
): Promise<{ id: string; version: number } | null> {
  const row = await db
    .selectFrom('edition')
    .where('id', '!=', id)
    .where('kind', '=', 'regular')
    .where('dispatched_at', 'is not', null)
    .$if(dispatchedAt !== null, query => query.where('dispatched_at', '<', dispatchedAt as Date))
    .select(['id', 'version'])
    .orderBy('dispatched_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Editions frozen after `since` that can still be sent, or are being sent. */
export async function openEditions(db: Database, since: Date, now: Date): Promise<EditionRow[]> {
  const { rows: ids } = await sql<{ id: string }>`
    select e.id from edition e join frozen f on f.edition = e.id and f.version = e.version
    where f.frozen_at > ${since} and e.cancelled_at is null and (e.dispatched_at is null or exists (
      select from delivery d where d.edition = e.id and d.state in ${OPEN}))
    order by e.id`.execute(db)
  return findEditions(
    db,
    ids.map(({ id }) => id),
    now,
  )
}
