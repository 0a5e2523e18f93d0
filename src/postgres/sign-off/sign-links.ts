import type { SignLink } from '../../model/staff/link-token.js'
import type { Database } from '../server/database.js'

export type KeptLink = SignLink & { usedAt: Date | null }

/** Keeps a link under the hash of its random part. */
export async function keepLink(db: Database, idHash: string, link: SignLink, now: Date): Promise<void> {
  const { person, edition, version, hash, expiresAt } = link
  await db
    .insertInto('sign_link')
    .values({ id_hash: idHash, person, edition, version, hash, created_at: now, expires_at: expiresAt })
    .execute()
}

/** The link that is kept under a hash, or null. */
export async function findLink(db: Database, idHash: string): Promise<KeptLink | null> {
  const row = await db.selectFrom('sign_link').where('id_hash', '=', idHash).selectAll().executeTakeFirst()
  if (!row) return null
  const { person, edition, version, hash } = row
  return { person, edition, version, hash, expiresAt: row.expires_at, usedAt: row.used_at }
}

/** Marks a link as used; false when it was. */
export async function useLink(trx: Database, idHash: string, now: Date): Promise<boolean> {
  const result = await trx
    .updateTable('sign_link')
    .set({ used_at: now })
    .where('id_hash', '=', idHash)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0
}

/** Removes the links that ended before an instant; returns how many. */
export async function removeSignLinks(db: Database, before: Date): Promise<number> {
  const result = await db.deleteFrom('sign_link').where('expires_at', '<', before).executeTakeFirst()
  return Number(result.numDeletedRows)
}
