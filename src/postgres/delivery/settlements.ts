import type { Settlement } from '../../model/delivery/delivery.js'
import { closeSettled } from '../follow-ups/follow-ups.js'
import type { Database } from '../server/database.js'

/** A person's decision on a delivery in doubt, with its attempt of unknown outcome. */
export type Settled = { edition: string; attempts: number }

/**
 * Settles a delivery in doubt by a person's decision and records who. 'expired' when it should go again but its edition is too old: it stays in
 * doubt, since it may have arrived. Null when it isn't in doubt.
 */
export async function settleInDoubt(
  db: Database,
  delivery: string,
  as: Settlement,
  by: string,
  now: Date,
): Promise<Settled | 'expired' | null> {
  return db.transaction().execute(trx => settleIn(trx, delivery, as, by, now))
}

/** The same within a transaction. */
export async function settleIn(
  trx: Database,
  delivery: string,
  as: Settlement,
  by: string,
  now: Date,
): Promise<Settled | 'expired' | null> {
  if (as === 'again' && (await isExpired(trx, delivery, now))) return 'expired'
  const change =
    as === 'accepted'
      ? { state: 'accepted' as const, settled_by: by }
      : { state: 'pending' as const, due_at: now, claimed_until: null }
  const row = await trx
    .updateTable('delivery')
    .set(change)
    .where('id', '=', delivery)
    .where('state', '=', 'in-doubt')
    .returning(['edition', 'attempts'])
    .executeTakeFirst()
  if (!row) return null
  const settlement = { delivery, attempt: row.attempts, decision: as, by_email: by, at: now }
  await trx.insertInto('settlement_log').values(settlement).execute()
  await closeSettled(trx, [delivery], now)
  return row
}

async function isExpired(trx: Database, delivery: string, now: Date): Promise<boolean> {
  const found = await trx
    .selectFrom('delivery')
    .innerJoin('edition', 'edition.id', 'delivery.edition')
    .where('delivery.id', '=', delivery)
    .where('delivery.state', '=', 'in-doubt')
    .where('edition.expires_at', '<=', now)
    .select('delivery.id')
    .executeTakeFirst()
  return found !== undefined
}
