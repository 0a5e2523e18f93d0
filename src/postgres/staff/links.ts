import type { Link, LinkFor, Purpose } from '../../model/staff/link-token.js'
import type { Database } from '../server/database.js'

export type KeptLink<P extends Purpose> = LinkFor<P> & { usedAt: Date | null }

/** Stores a link under the hash of its random part. */
export async function keepLink(db: Database, idHash: string, link: Link, now: Date): Promise<void> {
  const { purpose, email, expiresAt, ...rest } = link
  const about = 'update' in rest ? { update_id: rest.update, hash: rest.hash } : rest
  await db
    .insertInto('link')
    .values({ id_hash: idHash, purpose, email, created_at: now, expires_at: expiresAt, ...about })
    .execute()
}

/** The link that is kept under a hash for a purpose, or null. */
export async function findLink<P extends Purpose>(
  db: Database,
  purpose: P,
  idHash: string,
): Promise<KeptLink<P> | null> {
  const row = await db
    .selectFrom('link')
    .where('id_hash', '=', idHash)
    .where('purpose', '=', purpose)
    .select(['purpose', 'email', 'person', 'edition', 'version', 'update_id as update', 'hash'])
    .select(['expires_at as expiresAt', 'used_at as usedAt'])
    .executeTakeFirst()
  // The table's check link_about holds that a row has what its purpose needs.
  return (row as KeptLink<P> | undefined) ?? null
}

/** Marks a link as used, or ends a session; false when that was done: of two who use a link at once, one does. */
export async function useLink(trx: Database, idHash: string, now: Date): Promise<boolean> {
  const result = await trx
    .updateTable('link')
    .set({ used_at: now })
    .where('id_hash', '=', idHash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0
}

/** Removes the links for these purposes that ended before an instant; returns how many. */
export async function removeLinks(db: Database, purposes: Purpose[], before: Date): Promise<number> {
  const result = await db
    .deleteFrom('link')
    .where('purpose', 'in', purposes)
    .where('expires_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
