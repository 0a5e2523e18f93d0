import type { Database } from '../server/database.js'

/** An edition's corrected addresses, by recipient. */
export async function correctionsOf(db: Database, edition: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('address_correction')
    .where('edition', '=', edition)
    .select(['recipient', 'email'])
    .execute()
  return new Map(rows.map(row => [row.recipient, row.email]))
}

/** The changes of a frozen version that nobody has been told. */
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

/** Records that these changes were told. */
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
