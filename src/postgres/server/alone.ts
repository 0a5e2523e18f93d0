import { sql } from 'kysely'
import type { Database } from './database.js'

/** Well before a silent connection counts as lost (connection.ts), and its lock with it. */
const AWAKE_MS = 5000

/** The lock's connection is gone: another process may do the same work. */
export class LockLost extends Error {}

/** Throws LockLost unless the server still has the lock; call it within the transaction that stores the work. */
export type StillAlone = (trx: Database) => Promise<void>

/** Runs `work` unless another process does; null then. */
export async function alone<T>(
  db: Database,
  name: string,
  work: (still: StillAlone) => Promise<T>,
): Promise<T | null> {
  return db.connection().execute(async connection => {
    const key = sql`hashtextextended(${`estafette ${name}`}, 0)`
    const { rows } = await sql<{
      mine: boolean
      pid: number
    }>`select pg_try_advisory_lock(${key}) as mine, pg_backend_pid() as pid`.execute(connection)
    const [held] = rows
    if (!held?.mine) return null
    const awake = setInterval(() => {
      // A lost connection is detected by the next statement.
      sql`select`.execute(connection).catch(() => {})
    }, AWAKE_MS)
    try {
      return await work(trx => assertHeld(trx, held.pid))
    } finally {
      clearInterval(awake)
      await sql`select pg_advisory_unlock(${key})`.execute(connection)
    }
  })
}

/** An ended session has no locks: pg_locks tells at once, while its client may not know. */
async function assertHeld(trx: Database, pid: number): Promise<void> {
  const { rows } = await sql<{ held: boolean }>`select exists (
    select from pg_locks where locktype = 'advisory' and pid = ${pid} and granted
  ) as held`.execute(trx)
  if (!rows[0]?.held) throw new LockLost('the connection that held the lock was lost')
}
