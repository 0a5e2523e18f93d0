import type { Decided } from '../../model/sign-off/sign-off.js'
import type { Database } from '../server/database.js'

/** The decisions on a version of an edition, in order. */
export async function decisionsOn(db: Database, edition: string, version: number): Promise<Decided[]> {
  const rows = await db
    .selectFrom('sign_off')
    .where('edition', '=', edition)
    .where('version', '=', version)
    .select(['decision', 'by_email', 'hash', 'comment', 'decided_at'])
    .orderBy('id')
    .execute()
  return rows.map(({ by_email, decided_at, ...row }) => ({ ...row, by: by_email, at: decided_at }))
}

/** Who returned earlier versions of an edition, in order. */
export async function refusalsBefore(
  db: Database,
  edition: string,
  version: number,
): Promise<{ by: string; at: Date; comment: string | null }[]> {
  return db
    .selectFrom('sign_off')
    .where('edition', '=', edition)
    .where('version', '<', version)
    .where('decision', '=', 'reject')
    .select(['by_email as by', 'decided_at as at', 'comment'])
    .orderBy('id')
    .execute()
}
