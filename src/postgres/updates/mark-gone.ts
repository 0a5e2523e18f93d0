import { sql } from 'kysely'
import type { Hold } from '../../model/updates/gone.js'
import type { StillAlone } from '../server/alone.js'
import type { Database } from '../server/database.js'
import { carriedIds } from './carried.js'
import { forget } from './gone-updates.js'

/** Marks updates whose files are gone, with what each holds up. Forgets one that no edition carried and that holds up nothing. */
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

export async function lockTakeIn(trx: Database, still: StillAlone = async () => {}) {
  await sql`select pg_advisory_xact_lock(hashtext('estafette take-in'))`.execute(trx)
  await still(trx)
}
