import { sql } from 'kysely'
import { isCopy, type Seat } from '../model/delivery/instance.js'
import type { Database } from './database.js'

/** The mark of the database that answers; a server that doesn't tell its identifier is known by the database alone. */
export async function databaseMark(db: Database): Promise<string> {
  const { rows } = await sql<{ oid: string; tells: boolean }>`
    select oid::text as oid, has_function_privilege('pg_control_system()', 'execute') as tells
    from pg_database where datname = current_database()`.execute(db)
  const row = rows[0]
  if (!row?.tells) return `?/${row?.oid}`
  const told = await sql<{
    id: string
  }>`select system_identifier::text as id from pg_control_system()`.execute(db)
  return `${told.rows[0]?.id}/${row.oid}`
}

/** Is this ledger a copy of one that lives elsewhere? The first who asks settles it here; a move is written down. */
export async function isCopiedLedger(db: Database, here: Seat, now: Date): Promise<boolean> {
  const known = await lastSeat(db)
  if (!known) {
    await sql`insert into instance (database, folder, path, since)
      select ${here.database}, ${here.folder}, ${here.path}, ${now} where not exists (select from instance)`.execute(
      db,
    )
    return false
  }
  if (isCopy(known, here)) return true
  const moved = here.folder !== null && (known.folder !== here.folder || known.path !== here.path)
  if (moved) {
    const { folder, path } = here
    await db.updateTable('instance').set({ folder, path }).where('id', '=', known.id).execute()
  }
  return false
}

/** From now on this ledger lives here: a person says so. */
export async function settleHere(db: Database, { database, folder, path }: Seat, by: string, now: Date) {
  await db.insertInto('instance').values({ database, folder, path, since: now, by_email: by }).execute()
}

async function lastSeat(db: Database): Promise<(Seat & { id: string }) | null> {
  const row = await db.selectFrom('instance').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirst()
  return row ? { id: row.id, database: row.database, folder: row.folder, path: row.path } : null
}
