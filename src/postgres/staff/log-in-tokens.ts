import type { Pass } from '../../model/staff/log-in-token.js'
import type { Database } from '../server/database.js'

export type KeptPass = Pass & { endedAt: Date | null }

/** Keeps a pass under the hash of its random part. */
export async function keepPass(db: Database, idHash: string, pass: Pass, now: Date): Promise<void> {
  const { purpose, person, email, expiresAt } = pass
  await db
    .insertInto('pass')
    .values({ id_hash: idHash, purpose, person, email, created_at: now, expires_at: expiresAt })
    .execute()
}

/** Removes the passes that ran out before an instant; returns how many. */
export async function removePasses(db: Database, before: Date): Promise<number> {
  const result = await db.deleteFrom('pass').where('expires_at', '<', before).executeTakeFirst()
  return Number(result.numDeletedRows)
}

export async function findPass(db: Database, idHash: string): Promise<KeptPass | null> {
  const row = await db.selectFrom('pass').where('id_hash', '=', idHash).selectAll().executeTakeFirst()
  if (!row) return null
  const { purpose, person, email } = row
  return { purpose, person, email, expiresAt: row.expires_at, endedAt: row.ended_at }
}

/** Ends a pass; false when it had ended: of two who use a link at once, one gets in. */
export async function endPass(db: Database, idHash: string, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('pass')
    .set({ ended_at: now })
    .where('id_hash', '=', idHash)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0
}

/** Uses a link and opens the session that it stands for, or neither. */
export async function exchangePass(
  db: Database,
  link: string,
  session: { idHash: string; pass: Pass },
  now: Date,
): Promise<boolean> {
  return db.transaction().execute(async trx => {
    if (!(await endPass(trx, link, now))) return false
    await keepPass(trx, session.idHash, session.pass, now)
    return true
  })
}

/** How many mails with a link to log in an address was written since then. */
export async function linksAskedSince(db: Database, email: string, since: Date): Promise<number> {
  const { n } = await db
    .selectFrom('notice')
    .where('kind', '=', 'log-in-link')
    .where('to_email', '=', email)
    .where('created_at', '>', since)
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n)
}
