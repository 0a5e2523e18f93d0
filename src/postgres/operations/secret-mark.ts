import { sql } from 'kysely'
import type { Database } from '../server/database.js'
import type { Signed } from './looked-into.js'

/** The mark of this ledger's secret: the last one decided by a person, or the first used. Null: none yet. */
export async function keptSecretMark(db: Database): Promise<string | null> {
  const row = await db
    .selectFrom('secret_mark')
    .select('mark')
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.mark ?? null
}

/** The latest dispatched delivery, whose Message-ID identifies the secret; null: none was. */
export async function lastSigned(db: Database): Promise<Signed | null> {
  const row = await db
    .selectFrom('delivery')
    .select(['id as delivery', 'message_id as messageId'])
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Stores a first mark; of several processes, one does. Returns the stored one. */
export async function adoptSecretMark(db: Database, mark: string, now: Date): Promise<string> {
  await db
    .insertInto('secret_mark')
    .values({ number: 1, mark, since: now, by_email: null })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  return (await keptSecretMark(db)) ?? mark
}

/** Records a person's decision that the ledger has another secret. */
export async function changeSecretMark(db: Database, mark: string, by: string, now: Date): Promise<void> {
  await sql`insert into secret_mark (number, mark, since, by_email)
    select coalesce(max(number), 0) + 1, ${mark}, ${now}::timestamptz, ${by} from secret_mark`.execute(db)
}
