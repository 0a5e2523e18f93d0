import type { Database } from '../server/database.js'

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
