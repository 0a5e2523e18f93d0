import { sql } from 'kysely'
import type { Database } from './database.js'

/** In milliseconds: well before a connection that says nothing is taken for lost (connection.ts), and the lock with it. */
const AWAKE = 5000

/** Runs `work` unless another process is at it; null then. */
export async function alone<T>(db: Database, name: string, work: () => Promise<T>): Promise<T | null> {
  return db.connection().execute(async connection => {
    const key = sql`hashtextextended(${`estafette ${name}`}, 0)`
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_lock(${key}) as mine`.execute(
      connection,
    )
    if (!rows[0]?.mine) return null
    const awake = setInterval(() => {
      // Lost all the same: what follows finds that out.
      sql`select`.execute(connection).catch(() => {})
    }, AWAKE)
    try {
      return await work()
    } finally {
      clearInterval(awake)
      await sql`select pg_advisory_unlock(${key})`.execute(connection)
    }
  })
}
