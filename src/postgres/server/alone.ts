import { sql } from 'kysely'
import type { Database } from './database.js'

/** Well before a connection that says nothing is taken for lost (connection.ts), and the lock with it. */
const AWAKE_MS = 5000

/** The connection that held the lock is gone: another process may be at the same work. */
export class LockLost extends Error {}

/** Throws LockLost unless the server still has the lock; to be asked within the transaction that keeps the work. */
export type StillAlone = (trx: Database) => Promise<void>

/** Runs `work` unless another process is at it; null then. */
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
      // Lost all the same: what follows finds that out.
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

/** A session that ended has no locks: pg_locks says so at once, whatever its client believes. */
async function assertHeld(trx: Database, pid: number): Promise<void> {
  const { rows } = await sql<{ held: boolean }>`select exists (
    select from pg_locks where locktype = 'advisory' and pid = ${pid} and granted
  ) as held`.execute(trx)
  if (!rows[0]?.held) throw new LockLost('the connection that held the lock was lost')
}
