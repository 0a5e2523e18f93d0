import { sql } from 'kysely'
import { OPEN } from '../delivery/states.js'
import type { Database } from '../server/database.js'
import { type EditionRow, findEditions } from './editions.js'

/** Frozen editions, neither dispatched nor cancelled, with their derived state. */
export async function undecidedOrUnsent(db: Database, now: Date): Promise<EditionRow[]> {
  const ids = await db
    .selectFrom('edition')
    .where('dispatched_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .where('version', '>', 0)
    .select('id')
    .orderBy('id')
    .execute()
  return findEditions(
    db,
    ids.map(({ id }) => id),
    now,
  )
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
