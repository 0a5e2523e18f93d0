import { sql } from 'kysely'
import type { NewFollowUp } from '../../model/follow-ups/follow-up.js'
import { type Doubted, doubt } from '../delivery/doubting.js'
import type { Database } from '../server/database.js'

/** The ledger's note on a mail that another ledger may have sent. */
const UNKNOWN = 'it may have left after this ledger was copied or put back'

/**
 * Puts the open deliveries of an edition stopped by a doubt in doubt: they may have left and aren't retried. `followUp` gives what opens for each.
 * Returns their number; null when no doubt stopped it.
 */
export async function doubtOpen(
  db: Database,
  edition: string,
  now: Date,
  followUp: (doubted: Doubted) => Promise<NewFollowUp>,
): Promise<number | null> {
  return db.transaction().execute(async trx => {
    // With everything in doubt the edition is no longer on hold; the update locks its row first.
    const { numUpdatedRows } = await trx
      .updateTable('edition')
      .set({ stopped_at: null, stop_reason: null, stop_cause: null, resumed_at: now })
      .where('id', '=', edition)
      .where('dispatched_at', 'is not', null)
      .where('stop_cause', '=', 'gone-back')
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return null
    const open = sql<boolean>`d.edition = ${edition}`
    return (await doubt(trx, open, UNKNOWN, now, followUp)).length
  })
}
