import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import { startDatabase, type TestDatabase } from '../support/ledger.js'

let database: TestDatabase
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

const pidOf = async (db: TestDatabase['db']) => {
  const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)
  return rows[0]?.pid
}

describe('a connection that PostgreSQL ends while it is in use', () => {
  it('fails the queries that meet it and nothing else: the process goes on, and so does the pool', async () => {
    const { db } = database
    await db.connection().execute(async lent => {
      const pid = await pidOf(lent)
      const ended = sql`select pg_sleep(30)`.execute(lent).then(
        () => 'answered',
        () => 'failed',
      )
      await sql`select pg_terminate_backend(${pid})`.execute(db)
      expect(await ended).toBe('failed')
    })
    // The pool may lend it once more before it hears of its end.
    expect(await pidOf(db).catch(() => pidOf(db))).toBeGreaterThan(0)
  })
})
