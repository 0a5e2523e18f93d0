import type { Database } from '../server/database.js'
import { findEditions } from './editions.js'

/** Signed-off editions that are not yet dispatched, with the signed version. */
export async function approvedEditions(
  db: Database,
  now: Date,
): Promise<{ edition: string; version: number }[]> {
  const open = await db
    .selectFrom('edition')
    .innerJoin('sign_off', join =>
      join
        .onRef('sign_off.edition', '=', 'edition.id')
        .onRef('sign_off.version', '=', 'edition.version')
        .on('sign_off.decision', '=', 'approve'),
    )
    .where('dispatched_at', 'is', null)
    .where('cancelled_at', 'is', null)
    .select('edition.id')
    .distinct()
    .execute()
  const ids = open.map(({ id }) => id)
  const rows = await findEditions(db, ids, now)
  return rows.flatMap(row => (row.state === 'approved' ? [{ edition: row.id, version: row.version }] : []))
}
