import type { CurrentUpdate } from '../../model/editions/compose.js'
import type { Database } from '../server/database.js'
import { toCurrent } from './carried-updates.js'

export type DroppedUpdates = {
  current: CurrentUpdate[]
  files: { id: string; file: string }[]
  /** `isAwaited`: a draft waits until a person explains it. */
  gone: { id: string; file: string; since: Date; isAwaited: boolean }[]
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

/** The updates in the drop folder, at their latest revision, with their files; `gone`: those whose file is missing. */
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
      'file.awaits_answer',
    ])
    .orderBy('revision.update_id')
    .execute()
  return {
    current: rows.map(toCurrent),
    files: rows.map(row => ({ id: row.update_id, file: row.file })),
    gone: rows.flatMap(({ update_id: id, file, gone_since: since, awaits_answer: isAwaited }) =>
      since === null ? [] : [{ id, file, since, isAwaited }],
    ),
  }
}
