import type { EditionState } from '../../model/editions/state.js'
import type { Database } from '../server/database.js'
import { findEdition } from './editions.js'
import { lockEdition } from './keep-frozen.js'

/** An edition that will not be sent: who decided so, and why. */
export type Cancelling = { edition: string; by: string; reason: string; at: Date }

/**
 * Records that an edition will not be sent, under the lock for decisions on it. Returns why not when there is none, or it was dispatched (stop it
 * instead) or cancelled before. Null on success.
 */
export async function cancelEdition(
  db: Database,
  { edition, by, reason, at }: Cancelling,
): Promise<'no-edition' | 'sent' | EditionState | null> {
  return db.transaction().execute(async trx => {
    await lockEdition(trx, edition)
    const row = await findEdition(trx, edition, at)
    if (!row) return 'no-edition'
    if (row.dispatchedAt) return 'sent'
    if (row.state === 'cancelled') return row.state
    await trx.updateTable('edition').set({ cancelled_at: at }).where('id', '=', edition).execute()
    await trx
      .insertInto('cancel_log')
      .values({ edition, version: row.version, by_email: by, reason, at })
      .execute()
    return null
  })
}

/** Who cancelled an edition, when and why; null when nobody did. */
export async function cancellingOf(db: Database, edition: string): Promise<Cancelling | null> {
  const row = await db
    .selectFrom('cancel_log')
    .where('edition', '=', edition)
    .select(['by_email', 'reason', 'at'])
    .executeTakeFirst()
  return row ? { edition, by: row.by_email, reason: row.reason, at: row.at } : null
}
