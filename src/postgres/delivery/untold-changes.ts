import type { Database } from '../server/database.js'

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
