import { sql } from 'kysely'
import type { CarriedUpdate, CurrentUpdate } from '../../model/editions/compose.js'
import type { Update } from '../../model/updates/update.js'
import type { Database } from '../server/database.js'

/**
 * Each update as carried by the last dispatched edition that had it, by id, other than `except`. `to`: counts only editions for all, or at least for
 * these communes (NIS codes); a flash for some is still news for others.
 */
export async function carriedUpdates(
  db: Database,
  except: string | null,
  to: 'somebody' | 'all' | readonly string[] = 'somebody',
): Promise<Map<string, CarriedUpdate>> {
  const rows = await carriedRevisions(db)
    .distinctOn('item.update_id')
    .where('edition.dispatched_at', 'is not', null)
    .$if(except !== null, query => query.where('edition.id', '!=', except as string))
    .$if(to === 'all', query => query.where('edition.communes', 'is', null))
    .$if(typeof to !== 'string', query =>
      query.where(sql<boolean>`(edition.communes is null or edition.communes @> ${to}::text[])`),
    )
    .orderBy('item.update_id')
    .orderBy('edition.dispatched_at', 'desc')
    .execute()
  return new Map(rows.map(row => [row.update_id, toCurrent(row)]))
}

/**
 * Two of {@link carriedUpdates} in one statement: `all` by editions for all other than `except`, `somebody` by any edition.
 */
export async function carriedToAllAndSome(
  db: Database,
  except: string,
): Promise<Record<'all' | 'somebody', Map<string, CarriedUpdate>>> {
  const rows = await db
    .selectFrom(
      carriedRevisions(db)
        .where('edition.dispatched_at', 'is not', null)
        .select('edition.dispatched_at as at')
        .select(
          sql<string>`case when edition.id = ${except} then 'own' when edition.communes is null then 'all' else 'some' end`.as(
            'to',
          ),
        )
        .as('carried'),
    )
    .distinctOn(['update_id', 'to'])
    .selectAll()
    .orderBy('update_id')
    .orderBy('to')
    .orderBy('at', 'desc')
    .execute()
  const inOrder = rows.toSorted((one, other) => Number(one.at) - Number(other.at))
  const mapOf = (some: typeof rows) => new Map(some.map(row => [row.update_id, toCurrent(row)]))
  return { all: mapOf(rows.filter(({ to }) => to === 'all')), somebody: mapOf(inOrder) }
}

/** The items of editions, each edition in its current version. */
export const carriedItems = (db: Database) =>
  db
    .selectFrom('frozen_item as item')
    .innerJoin('edition', join =>
      join.onRef('edition.id', '=', 'item.edition').onRef('edition.version', '=', 'item.version'),
    )

/** The same, with what their revisions say. */
export const carriedRevisions = (db: Database) =>
  carriedItems(db)
    .innerJoin('revision', join =>
      join.onRef('revision.update_id', '=', 'item.update_id').onRef('revision.number', '=', 'item.revision'),
    )
    .select(['item.update_id', 'revision.number', 'revision.hash', 'revision.content'])

export function toCurrent(row: { number: number; hash: string; content: string }): CurrentUpdate {
  return { update: JSON.parse(row.content) as Update, revision: row.number, hash: row.hash }
}
