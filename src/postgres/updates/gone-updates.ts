import { sql } from 'kysely'
import type { Update } from '../../model/updates/update.js'
import type { Database } from '../server/database.js'
import { carriedIds } from './carried.js'

/** A taken-in update whose file is missing. `isAwaited`: a draft waits until a person explains it. */
export type GoneUpdate = { update: Update; file: string; since: Date; isAwaited: boolean; isCarried: boolean }

export const forget = (trx: Database, ids: string[]) =>
  trx.deleteFrom('dropped_file').where('update_id', '=', sql<string>`any(${ids}::text[])`).execute()

/** Updates whose files are gone, and since when. */
export async function goneUpdates(db: Database): Promise<GoneUpdate[]> {
  const rows = await db
    .selectFrom('dropped_file as file')
    .innerJoin('revision', join =>
      join.onRef('revision.update_id', '=', 'file.update_id').onRef('revision.number', '=', 'file.revision'),
    )
    .where('file.gone_since', 'is not', null)
    .select(['revision.content', 'file.file', 'file.gone_since', 'file.awaits_answer'])
    .orderBy('revision.update_id')
    .execute()
  const carried = rows.length > 0 ? await carriedIds(db) : new Set()
  return rows.map(({ content, file, gone_since, awaits_answer }) => {
    const update = JSON.parse(content) as Update
    const isCarried = carried.has(update.id)
    return { update, file, since: gone_since as Date, isAwaited: awaits_answer, isCarried }
  })
}
