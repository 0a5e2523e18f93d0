import { sql } from 'kysely'
import { lockEdition } from '../editions/keep-frozen.js'
import type { Database } from '../server/database.js'

export type AddressCorrection = { recipient: string; email: string }

/**
 * Keeps the addresses that the roster has corrected since the freeze, for those deliveries that have not been attempted; one that
 * the roster took back is forgotten. Returns those that are new. The claim reads them (ledger.ts).
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
    // Dispatch waits meanwhile, so that it is one or the other: no deliveries yet, or all of them.
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

/** The recipients whose delivery was attempted, or is no longer to go; the others stay so until the transaction ends. */
async function attemptedAmong(trx: Database, edition: string, recipients: string[]): Promise<Set<string>> {
  const { rows } = await sql<{ recipient: string; free: boolean }>`
    select recipient, attempts = 0 and state = 'pending' as free from delivery
    where edition = ${edition} and recipient = any(${recipients}::text[]) order by id for update`.execute(trx)
  return new Set(rows.filter(({ free }) => !free).map(({ recipient }) => recipient))
}

/** The corrected addresses of an edition, by recipient. */
export async function correctionsOf(db: Database, edition: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('address_correction')
    .where('edition', '=', edition)
    .select(['recipient', 'email'])
    .execute()
  return new Map(rows.map(row => [row.recipient, row.email]))
}

/** Of these changes of a frozen version, those that nobody was told yet. */
export async function untoldChanges(
  db: Database,
  about: { edition: string; version: number; stage: string },
  marks: string[],
): Promise<Set<string>> {
  const rows = await db
    .selectFrom('change_told')
    .where('edition', '=', about.edition)
    .where('version', '=', about.version)
    .where('stage', '=', about.stage)
    .select('mark')
    .execute()
  const told = new Set(rows.map(row => row.mark))
  return new Set(marks.filter(mark => !told.has(mark)))
}

/** Remembers that these changes were told. */
export async function keepTold(
  db: Database,
  about: { edition: string; version: number; stage: string },
  marks: string[],
  now: Date,
): Promise<void> {
  if (marks.length === 0) return
  await db
    .insertInto('change_told')
    .values(marks.map(mark => ({ ...about, mark, at: now })))
    .onConflict(conflict => conflict.doNothing())
    .execute()
}
