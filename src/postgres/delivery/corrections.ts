import { sql } from 'kysely'
import { lockEdition } from '../editions/keep-frozen.js'
import type { Database } from '../server/database.js'
import { correctionsOf } from './untold-changes.js'

export type AddressCorrection = { recipient: string; email: string }

/**
 * Stores the roster's corrected addresses since the freeze, for deliveries without an attempt. Deletes those that the roster took back, and returns
 * new ones. The claim reads them (ledger.ts).
 */
export async function keepCorrections(
  db: Database,
  edition: string,
  corrected: AddressCorrection[],
  now: Date,
): Promise<AddressCorrection[]> {
  const kept = await correctionsOf(db, edition)
  if (corrected.length + kept.size === 0) return []
  const touched = [...new Set([...kept.keys(), ...corrected.map(({ recipient }) => recipient)])]
  return db.transaction().execute(async trx => {
    // The lock holds dispatch back: the edition has no deliveries yet, or all of them.
    await lockEdition(trx, edition)
    const attempted = await attemptedAmong(trx, edition, touched)
    const free = corrected.filter(one => !attempted.has(one.recipient))
    const gone = [...kept.keys()].filter(
      recipient => !attempted.has(recipient) && !corrected.some(one => one.recipient === recipient),
    )
    if (gone.length > 0)
      await trx
        .deleteFrom('address_correction')
        .where('edition', '=', edition)
        .where('recipient', 'in', gone)
        .execute()
    const fresh = free.filter(one => kept.get(one.recipient) !== one.email)
    if (fresh.length > 0)
      await trx
        .insertInto('address_correction')
        .values(fresh.map(one => ({ edition, ...one, at: now, by: 'roster' as const })))
        .onConflict(conflict =>
          conflict
            .columns(['edition', 'recipient'])
            .doUpdateSet(eb => ({ email: eb.ref('excluded.email'), at: eb.ref('excluded.at') })),
        )
        .execute()
    return fresh
  })
}

/** Recipients whose delivery was attempted or won't be; locks the other rows until the transaction ends. */
async function attemptedAmong(trx: Database, edition: string, recipients: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ recipient: string; free: boolean }>`
    select recipient, attempts = 0 and state = 'pending' as free from delivery
    where edition = ${edition} and recipient = any(${recipients}::text[]) order by id for update`.execute(trx)
  return new Set(rows.filter(({ free }) => !free).map(({ recipient }) => recipient))
}
