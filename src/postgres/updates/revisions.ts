import { sql } from 'kysely'
import type { CarriedUpdate, CurrentUpdate } from '../../model/editions/compose.js'
import type { Update } from '../../model/updates/update.js'
import type { Database } from '../server/database.js'

export type DroppedUpdates = {
  current: CurrentUpdate[]
  files: { id: string; file: string }[]
  gone: { id: string; file: string }[]
}

/** The latest revision of every update ever taken in, by id. */
export async function latestRevisions(db: Database): Promise<Map<string, CurrentUpdate>> {
  const rows = await db
    .selectFrom('revision')
    .distinctOn('update_id')
    .select(['update_id', 'number', 'hash', 'content'])
    .orderBy('update_id')
    .orderBy('number', 'desc')
    .execute()
  return new Map(rows.map(row => [row.update_id, toCurrent(row)]))
}

/**
 * What the last dispatched edition that had it carried of each update, by id other than `except`. `to` counts only editions
 * that went to all, or to these communes (NIS codes) at least: what a flash told some is still news for the others.
 */
export async function carriedUpdates(
  db: Database,
  except: string | null,
  to: 'somebody' | 'all' | readonly string[] = 'somebody',
): Promise<Map<string, CarriedUpdate>> {
  const rows = await db
    .selectFrom('frozen_item as item')
    .innerJoin('edition', join =>
      join.onRef('edition.id', '=', 'item.edition').onRef('edition.version', '=', 'item.version'),
    )
    .innerJoin('revision', join =>
      join.onRef('revision.update_id', '=', 'item.update_id').onRef('revision.number', '=', 'item.revision'),
    )
    .distinctOn('item.update_id')
    .where('edition.dispatched_at', 'is not', null)
    .$if(except !== null, query => query.where('edition.id', '!=', except as string))
    .$if(to === 'all', query => query.where('edition.communes', 'is', null))
    .$if(typeof to !== 'string', query =>
      query.where(sql<boolean>`(edition.communes is null or edition.communes @> ${to}::text[])`),
    )
    .select(['item.update_id', 'revision.number', 'revision.hash', 'revision.content'])
    .orderBy('item.update_id')
    .orderBy('edition.dispatched_at', 'desc')
    .execute()
  return new Map(rows.map(row => [row.update_id, toCurrent(row)]))
}

/** The ids of the updates that a dispatched edition has carried. */
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

/** The first edition sent that carried an update; null when none has. */
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

/** What one edition, in its current version, carried of each update. */
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

/** The updates that lie in the drop folder, at their latest revision, with their files; `gone` names those whose file has disappeared. */
export async function droppedUpdates(db: Database): Promise<DroppedUpdates> {
  const rows = await db
    .selectFrom('dropped_file as file')
    .innerJoin('revision', join =>
      join.onRef('revision.update_id', '=', 'file.update_id').onRef('revision.number', '=', 'file.revision'),
    )
    .select([
      'revision.update_id',
      'revision.number',
      'revision.hash',
      'revision.content',
      'file.file',
      'file.gone_since',
    ])
    .orderBy('revision.update_id')
    .execute()
  return {
    current: rows.map(toCurrent),
    files: rows.map(row => ({ id: row.update_id, file: row.file })),
    gone: rows.filter(row => row.gone_since !== null).map(row => ({ id: row.update_id, file: row.file })),
  }
}

/** Whether an update was taken in, or its file went, since this instant. */
export async function changedSince(db: Database, since: Date): Promise<boolean> {
  const revision = await db
    .selectFrom('revision')
    .where('taken_in_at', '>=', since)
    .select('update_id')
    .executeTakeFirst()
  const gone = await db
    .selectFrom('dropped_file')
    .where('gone_since', '>=', since)
    .select('update_id')
    .executeTakeFirst()
  return Boolean(revision ?? gone)
}

/** Who wrote these revisions, or put their content back later; null where it isn't known. */
export async function editorsOf(db: Database, edition: string, version: number): Promise<(string | null)[]> {
  const rows = await db
    .selectFrom('frozen_item as item')
    .innerJoin('revision as own', join =>
      join.onRef('own.update_id', '=', 'item.update_id').onRef('own.number', '=', 'item.revision'),
    )
    .innerJoin('revision', join =>
      join
        .onRef('revision.update_id', '=', 'own.update_id')
        .onRef('revision.hash', '=', 'own.hash')
        .onRef('revision.number', '>=', 'own.number'),
    )
    .where('item.edition', '=', edition)
    .where('item.version', '=', version)
    .where('item.section', '!=', 'standing')
    .select('revision.editor')
    .distinct()
    .execute()
  return rows.map(row => row.editor)
}

function toCurrent(row: { number: number; hash: string; content: string }): CurrentUpdate {
  return { update: JSON.parse(row.content) as Update, revision: row.number, hash: row.hash }
}
