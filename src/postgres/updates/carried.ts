import type { CarriedUpdate } from '../../model/editions/compose.js'
import type { Database } from '../server/database.js'
import { carriedItems, carriedRevisions, toCurrent } from './carried-updates.js'

/** Ids of the updates that a dispatched edition has carried. */
export async function carriedIds(db: Database): Promise<ReadonlySet<string>> {
  const rows = await carriedItems(db)
    .where('edition.dispatched_at', 'is not', null)
    .select('item.update_id')
    .distinct()
    .execute()
  return new Set(rows.map(({ update_id }) => update_id))
}

/** The first sent edition that carried an update; null when none has. */
export async function firstCarrying(db: Database, update: string): Promise<string | null> {
  const row = await carriedItems(db)
    .where('item.update_id', '=', update)
    .where('edition.dispatched_at', 'is not', null)
    .select('edition.id')
    .orderBy('edition.dispatched_at')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** The updates that one edition carries, in its current version. */
export async function carriedBy(db: Database, edition: string): Promise<Map<string, CarriedUpdate>> {
  const rows = await carriedRevisions(db).where('edition.id', '=', edition).execute()
  return new Map(rows.map(row => [row.update_id, toCurrent(row)]))
}
