import { sql } from 'kysely'
import type { AwaitReason, LedgerPlace } from '../../model/operations/instance.js'
import type { Database } from '../server/database.js'

/** Settles a ledger at its first opening; of several processes, one does. The server's clock gives the time, so that no two ledgers share it. */
export async function settleFirst(db: Database, here: LedgerPlace): Promise<void> {
  await sql`insert into instance (database, folder, path, since)
    select ${here.database}, ${here.folder}, ${here.path}, date_trunc('milliseconds', clock_timestamp())
    where not exists (select from instance)`.execute(db)
}

/** Keeps this ledger from sending until a person takes it over (`settleHere`); stored once. `by`: who decided. decision 9 */
export async function awaitTakeOver(
  db: Database,
  here: LedgerPlace,
  reason: AwaitReason,
  now: Date,
  by: string | null = null,
): Promise<void> {
  const { database, folder, path } = here
  await sql`insert into instance (database, folder, path, since, awaits, by_email)
    select ${database}, ${folder}, ${path}, ${now}, ${reason}, ${by}
    where (select awaits from instance order by id desc limit 1) is null`.execute(db)
}

/** Raises the ledger's high-water mark under a settling. Null once that is not the last one. */
export async function countSeen(
  db: Database,
  settling: string,
): Promise<{ seen: number; hasEditions: boolean } | null> {
  const { rows } = await sql<{ seen: number; hasEditions: boolean }>`
    update instance set seen = seen + 1
    where id = ${settling} and awaits is null and id = (select max(id) from instance)
    returning seen, exists (select from edition) as "hasEditions"`.execute(db)
  return rows[0] ?? null
}
