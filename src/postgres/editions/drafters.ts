import type { Database } from '../server/database.js'

/** Keeps who drafted the content with this hash; the same person twice is one. */
export async function keepDrafter(
  trx: Database,
  { edition, hash, by, now }: { edition: string; hash: string; by: string; now: Date },
): Promise<void> {
  await trx
    .insertInto('draft_log')
    .values({ edition, hash, by_email: by, at: now })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

/** Everybody who drafted the content with this hash. */
export async function draftersOf(db: Database, edition: string, hash: string): Promise<string[]> {
  const rows = await db
    .selectFrom('draft_log')
    .where('edition', '=', edition)
    .where('hash', '=', hash)
    .select('by_email')
    .orderBy('by_email')
    .execute()
  return rows.map(row => row.by_email)
}
