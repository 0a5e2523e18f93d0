import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import pg from 'pg'
import { openDatabase } from '../../../src/postgres/server/database.js'
import { poolingAt } from '../../../src/postgres/server/pooler.js'
import { openDeliveryQueue } from '../../../src/queue/delivery-queue.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'
import { hasPgBouncer, startPgBouncer, type TestPgBouncer } from '../../support/pgbouncer.js'

let database: TestDatabase
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

type Mode = 'session' | 'transaction' | 'statement'

async function through<T>(
  mode: Mode,
  work: (url: string, bouncer: TestPgBouncer) => Promise<T>,
  settings: Record<string, string> = {},
): Promise<T> {
  const bouncer = await startPgBouncer(database.url, mode, settings)
  try {
    return await work(bouncer.through(database.url), bouncer)
  } finally {
    await bouncer.stop()
  }
}

/** Others who use the pooler at the same time, each statement another transaction. */
async function amongOthers<T>(url: string, work: () => Promise<T>): Promise<T> {
  const pool = new pg.Pool({ connectionString: url, max: 4 })
  pool.on('error', () => {})
  let isOver = false
  const asking = Array.from({ length: 4 }, async () => {
    while (!isOver) await pool.query('select pg_sleep(0.001)')
  })
  try {
    return await work()
  } finally {
    isOver = true
    await Promise.all(asking)
    await pool.end()
  }
}

it('PostgreSQL itself is no pooler', async () => {
  expect(await poolingAt(database.url)).toBe('none')
})

const withPgBouncer = hasPgBouncer() ? describe : describe.skip

withPgBouncer('pgBouncer', () => {
  it.each<[Mode, Record<string, string>]>([
    ['session', {}],
    ['transaction', {}],
    ['transaction', { server_round_robin: '1', min_pool_size: '5' }],
    ['transaction', { server_reset_query_always: '1' }],
    ['statement', {}],
  ])('in %s mode is known as such (%j), whether others use it or not', async (mode, settings) => {
    await through(
      mode,
      async url => {
        for (let time = 0; time < 5; time++) expect(await poolingAt(url)).toBe(mode)
        await amongOthers(url, async () => {
          for (let time = 0; time < 5; time++) expect(await poolingAt(url)).toBe(mode)
        })
      },
      settings,
    )
  })

  it('in session mode serves ledger and queue, with the settings that they need', async () => {
    await through('session', async url => {
      const ledger = await openDatabase(url, { connections: 2 })
      const queue = await openDeliveryQueue({ databaseUrl: url }, () => {})
      const { rows } = await sql`select current_setting('search_path') as path,
        current_setting('statement_timeout') as patience, current_setting('synchronous_commit') as durable`.execute(
        ledger.db,
      )
      expect(rows).toEqual([{ path: 'estafette', patience: '20s', durable: 'on' }])
      let note = (_: string) => {}
      const run = new Promise<string>(resolve => {
        note = resolve
      })
      const worker = queue.work(async delivery => note(delivery), { concurrency: 1, perMinute: null })
      await queue.nudge([{ delivery: 'w.one', attempt: 1, delay: 0 }])
      expect(await run).toBe('w.one')
      await worker.stop()
      await queue.close()
      await ledger.close()
    })
  })

  it.each(['transaction', 'statement'] as const)(
    'in %s mode is refused, with the reason and what to do, and gets none of our settings',
    async mode => {
      await through(mode, async url => {
        await expect(openDatabase(url)).rejects.toThrow(
          `PostgreSQL: a pooler in between (pgBouncer) gives each ${mode} another session, and advisory locks, LISTEN and settings need one that stays. Set pool_mode = session for this database in the pooler, or let DATABASE_URL lead past it.`,
        )
        const other = new pg.Client({ connectionString: url })
        await other.connect()
        const { rows } = await other.query("select current_setting('search_path') as path")
        expect(rows).toEqual([{ path: '"$user", public' }])
        await other.end()
      })
    },
  )

  it.each<[string, Record<string, string>, number, string]>([
    ['whose connections are all taken', { max_client_conn: '2' }, 2, 'raise max_client_conn'],
    [
      'without a session left',
      { default_pool_size: '1', query_wait_timeout: '1' },
      1,
      'Raise default_pool_size',
    ],
  ])('%s says which of its limits that is', async (_what, settings, taken, advice) => {
    await through(
      'session',
      async url => {
        const others = Array.from({ length: taken }, () => new pg.Client({ connectionString: url }))
        for (const other of others) {
          await other.connect()
          await other.query('select 1')
        }
        await expect(openDatabase(url)).rejects.toThrow(advice)
        for (const other of others) await other.end()
      },
      settings,
    )
  })
})
