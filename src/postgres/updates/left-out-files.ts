import type { Database } from '../server/database.js'
import { carriedIds } from './carried.js'
import { forget } from './gone-updates.js'
import { lockTakeIn } from './mark-gone.js'

export type LeavingOut = { update: string; by: string; reason: string; now: Date }

/** `isCarried`: editions have told it, and continue to hold it. */
export type LeftOut = { file: string; isCarried: boolean }

/** Records that an update is left out on purpose; null when no draft waits for it. */
export async function keepLeftOut(
  db: Database,
  { update, by, reason, now }: LeavingOut,
): Promise<LeftOut | null> {
  return db.transaction().execute(async trx => {
    await lockTakeIn(trx)
    const row = await trx
      .updateTable('dropped_file')
      .set({ awaits_answer: false })
      .where('update_id', '=', update)
      .where('awaits_answer', '=', true)
      .returning(['revision', 'file'])
      .executeTakeFirst()
    if (!row) return null
    const isCarried = (await carriedIds(trx)).has(update)
    await trx
      .insertInto('left_out_log')
      .values({ update_id: update, revision: row.revision, file: row.file, by_email: by, reason, at: now })
      .execute()
    if (!isCarried) await forget(trx, [update])
    return { file: row.file, isCarried }
  })
}
