import { sql } from 'kysely'
import type { NewFollowUp } from '../../model/follow-ups/follow-up.js'
import { type Doubted, doubt } from '../delivery/doubting.js'
import type { Database } from '../server/database.js'

/** What the ledger notes of a mail of which another ledger may know more. */
const UNKNOWN = 'it may have left after this ledger was copied or put back'

/**
 * Puts what is open of an edition that a doubt has stopped in doubt: it may have left, and is not sent again by itself. `followUp` says
 * what opens for each. Returns how many; null when no doubt has stopped it.
 */
export async function doubtOpen(
  db: Database,
  edition: string,
  now: Date,
  followUp: (doubted: Doubted) => Promise<NewFollowUp>,
): Promise<number | null> {
  return db.transaction().execute(async trx => {
    // Nothing is held any more when all of it is in doubt; the statement holds the row until then.
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
