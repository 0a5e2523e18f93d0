import type { CurrentUpdate } from '../../model/editions/compose.js'
import type { Database } from '../server/database.js'
import { toCurrent } from './carried.js'

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
