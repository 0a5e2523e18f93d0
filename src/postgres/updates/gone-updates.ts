import { sql } from 'kysely'
import type { Hold } from '../../model/updates/gone.js'
import type { Update } from '../../model/updates/update.js'
import type { StillAlone } from '../server/alone.js'
import type { Database } from '../server/database.js'
import { carriedIds } from './carried.js'

/** A taken-in update whose file went. `isAwaited`: a draft waits until a person says what is meant. */
export type GoneUpdate = { update: Update; file: string; since: Date; isAwaited: boolean; isCarried: boolean }

/**
 * Marks the updates whose files are gone, each with what it holds up. One that no edition ever carried and that holds up nothing is forgotten.
 */
export async function markGone(
  db: Database,
  gone: ReadonlyMap<string, Hold>,
  now: Date,
  still: StillAlone = async () => {},
): Promise<void> {
  if (gone.size === 0) return
  await db.transaction().execute(async trx => {
    await lockTakeIn(trx, still)
    const carried = await carriedIds(trx)
    const ids = [...gone.keys()]
    const of = (hold: Hold) => ids.filter(id => gone.get(id) === hold)
    await forget(
      trx,
      of('no').filter(id => !carried.has(id)),
    )
    await trx
      .updateTable('dropped_file')
      .set({ awaits_answer: false })
      .where('update_id', '=', sql<string>`any(${of('no')}::text[])`)
      .execute()
    const holding = [...of('yes'), ...of('uncarried').filter(id => !carried.has(id))]
    await trx
      .updateTable('dropped_file')
      .set({ gone_since: now, awaits_answer: sql<boolean>`update_id = any(${holding}::text[])` })
      .where('update_id', '=', sql<string>`any(${ids}::text[])`)
      .where('gone_since', 'is', null)
      .execute()
  })
}

export const forget = (trx: Database, ids: string[]) =>
  trx.deleteFrom('dropped_file').where('update_id', '=', sql<string>`any(${ids}::text[])`).execute()

/** The updates whose files are gone, and since when. */
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

export async function lockTakeIn(trx: Database, still: StillAlone = async () => {}) {
  await sql`select pg_advisory_xact_lock(hashtext('estafette take-in'))`.execute(trx)
  await still(trx)
}
