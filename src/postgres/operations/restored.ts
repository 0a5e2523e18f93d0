import type pg from 'pg'
import type { Database } from '../server/database.js'
import { STAGING } from '../server/staging.js'

export type Restoration = { madeAt: Date; at: Date; by: string | null; knowsSince: boolean }

/** Records in the staging ledger that it was restored: it sends nothing until a person takes it over. */
export async function markRestored(client: pg.ClientBase, { madeAt, at, by, knowsSince }: Restoration) {
  await client.query(
    `insert into ${STAGING}.restore_log (made_at, restored_at, knows_since, by_email) values ($1, $2, $3, $4)`,
    [madeAt, at, knowsSince, by],
  )
  await client.query(
    `insert into ${STAGING}.instance (database, folder, path, since, by_email, awaits)
     select coalesce((select database from ${STAGING}.instance order by id desc limit 1), '?'), null, null, $1, $2, 'restored'`,
    [at, by],
  )
}

/** Whether a restored ledger that awaits take-over knows everything that left since its backup. */
export async function knowsSince(db: Database): Promise<boolean> {
  const last = await db.selectFrom('instance').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
  if (last?.awaits !== 'restored') return false
  const { knows_since: knows = false } =
    (await db
      .selectFrom('restore_log')
      .select('knows_since')
      .where('restored_at', '=', last.since)
      .executeTakeFirst()) ?? {}
  return knows
}
