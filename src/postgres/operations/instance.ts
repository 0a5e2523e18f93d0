import { sql } from 'kysely'
import type { AwaitReason, Seat, Settling } from '../../model/operations/instance.js'
import type { Database } from '../server/database.js'

/** The mark of the database that answers; a server that doesn't tell its identifier is known by the database alone. */
export async function databaseMark(db: Database): Promise<string> {
  return askMark(async text => (await sql.raw<MarkRow>(text).execute(db)).rows)
}

type MarkRow = { oid: string; tells: boolean; id: string }

/** The same, asked over any connection. */
export async function askMark(ask: (text: string) => Promise<MarkRow[]>): Promise<string> {
  const [row] = await ask(
    `select oid::text as oid, has_function_privilege('pg_control_system()', 'execute') as tells
     from pg_database where datname = current_database()`,
  )
  if (!row?.tells) return `?/${row?.oid}`
  const [told] = await ask('select system_identifier::text as id from pg_control_system()')
  return `${told?.id}/${row.oid}`
}

/** Where this ledger was settled, oldest first; none before the first time that somebody opened it. */
export async function settlingsOf(db: Database): Promise<Settling[]> {
  const rows = await db.selectFrom('instance').selectAll().orderBy('id').execute()
  return rows.map(({ by_email: _, ...settling }) => settling)
}

/** Settles a ledger that nobody has opened before; of several that do so at once, one does. Since when, the server says: no two lives share it. */
export async function settleFirst(db: Database, here: Seat): Promise<void> {
  await sql`insert into instance (database, folder, path, since)
    select ${here.database}, ${here.folder}, ${here.path}, date_trunc('milliseconds', clock_timestamp())
    where not exists (select from instance)`.execute(db)
}

/** Writes down that the files were moved, or are told more exactly than before. */
export async function noteMove(db: Database, id: string, { folder, path }: Seat): Promise<void> {
  await db.updateTable('instance').set({ folder, path }).where('id', '=', id).execute()
}

/** From now on this ledger sends nothing until a person takes it over (`settleHere`); kept once. `by`: who decided so. Decision 9. */
export async function awaitTakeOver(
  db: Database,
  here: Seat,
  reason: AwaitReason,
  now: Date,
  by: string | null = null,
): Promise<void> {
  const { database, folder, path } = here
  await sql`insert into instance (database, folder, path, since, awaits, by_email)
    select ${database}, ${folder}, ${path}, ${now}, ${reason}, ${by}
    where (select awaits from instance order by id desc limit 1) is null`.execute(db)
}

/** From now on this ledger lives here: a person says so. */
export async function settleHere(db: Database, { database, folder, path }: Seat, by: string, now: Date) {
  await db.insertInto('instance').values({ database, folder, path, since: now, by_email: by }).execute()
}

/** Counts up how far the ledger has come under a settling. Null once that is no longer the last one. */
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
