import type { CarriedUpdate } from '../../model/editions/compose.js'
import type { Database } from '../server/database.js'
import { toCurrent } from './carried-updates.js'

/** Ids of the updates that a dispatched edition has carried. */
export async function carriedIds(db: Database): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('frozen_item as item')
    .innerJoin('edition', join =>
      join.onRef('edition.id', '=', 'item.edition').onRef('edition.version', '=', 'item.version'),
    )
    .where('edition.dispatched_at', 'is not', null)
    .select('item.update_id')
    .distinct()
    .execute()
  return new Set(rows.map(({ update_id }) => update_id))
}

/** The first sent edition that carried an update; null when none has. */
export async function firstCarrying(db: Database, update: string): Promise<string | null> {
  const row = await db
    .selectFrom('frozen_item as item')
    .innerJoin('edition', join =>
      join.onRef('edition.id', '=', 'item.edition').onRef('edition.version', '=', 'item.version'),
    )
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
  const rows = await db
    .selectFrom('frozen_item as item')
    .innerJoin('edition', join =>
      join.onRef('edition.id', '=', 'item.edition').onRef('edition.version', '=', 'item.version'),
    )
    .innerJoin('revision', join =>
      join.onRef('revision.update_id', '=', 'item.update_id').onRef('revision.number', '=', 'item.revision'),
    )
    .where('edition.id', '=', edition)
    .select(['item.update_id', 'revision.number', 'revision.hash', 'revision.content'])
    .execute()
  return new Map(rows.map(row => [row.update_id, toCurrent(row)]))
}
