import { sql } from 'kysely'
import type { LedgerPlace, Settling } from '../../model/operations/instance.js'
import type { Database } from '../server/database.js'

/** The mark of the answering database; without a server identifier, the database alone. */
export async function databaseMark(db: Database): Promise<string> {
  return askMark(async text => (await sql.raw<MarkRow>(text).execute(db)).rows)
}

type MarkRow = { oid: string; tells: boolean; id: string }

/** The same, over any connection. */
export async function askMark(ask: (text: string) => Promise<MarkRow[]>): Promise<string> {
  const [row] = await ask(
    `select oid::text as oid, has_function_privilege('pg_control_system()', 'execute') as tells
     from pg_database where datname = current_database()`,
  )
  if (!row?.tells) return `?/${row?.oid}`
  const [told] = await ask('select system_identifier::text as id from pg_control_system()')
  return `${told?.id}/${row.oid}`
}

/** Where this ledger was settled, oldest first; empty before its first opening. */
export async function settlingsOf(db: Database): Promise<Settling[]> {
  const rows = await db.selectFrom('instance').selectAll().orderBy('id').execute()
  return rows.map(({ by_email: _, ...settling }) => settling)
}

/** Records that the files were moved, or are identified more exactly than before. */
export async function noteMove(db: Database, id: string, { folder, path }: LedgerPlace): Promise<void> {
  await db.updateTable('instance').set({ folder, path }).where('id', '=', id).execute()
}

/** Records a person's decision that this ledger lives here. */
export async function settleHere(
  db: Database,
  { database, folder, path }: LedgerPlace,
  by: string,
  now: Date,
) {
  await db.insertInto('instance').values({ database, folder, path, since: now, by_email: by }).execute()
}
