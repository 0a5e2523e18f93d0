import { sql } from 'kysely'
import type { Database } from '../server/database.js'

/** A version of a file that a person saved. `version`: SHA-256 of its bytes, in hex. */
export type Saved = { file: string; version: string; by: string; at: Date }

/** Records who saved a version of a file: its author. */
export async function keepSaved(db: Database, { file, version, by, at }: Saved): Promise<void> {
  await db.insertInto('saved_log').values({ file, version, by_email: by, at }).execute()
}

/** Who saved these versions last, by version. */
export async function savedBy(db: Database, versions: readonly string[]): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('saved_log')
    .distinctOn('version')
    .where('version', '=', sql<string>`any(${versions}::text[])`)
    .select(['version', 'by_email'])
    .orderBy('version')
    .orderBy('id', 'desc')
    .execute()
  return new Map(rows.map(({ version, by_email }) => [version, by_email]))
}
