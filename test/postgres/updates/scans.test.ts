import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { LockLost } from '../../../src/postgres/server/alone.js'
import { openPool } from '../../../src/postgres/server/connection.js'
import { SCHEMA } from '../../../src/postgres/server/database.js'
import type { Tables } from '../../../src/postgres/tables.js'
import { keepScan, oneScanAtATime } from '../../../src/postgres/updates/scans.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'
import { parse, SHORT } from '../../support/update-files.js'

const NOW = new Date('2026-11-26T09:00:00+01:00')

let database: TestDatabase
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

/** A process whose statements may not wait, as those of the service after 20 s. */
function hasty() {
  const settings = { statement_timeout: '200' }
  const pool = openPool(database.url, { connections: 2, schema: SCHEMA, settings })
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

const seen = (id: string) => {
  const parsed = parse(SHORT)
  if (!('update' in parsed)) throw new Error('the sample is wrong')
  return { update: { ...parsed.update, id }, hash: 'a'.repeat(64), file: `updates/${id}.md`, editor: null }
}

describe('one scan at a time', () => {
  it('lets others wait as long as it takes, without a statement that waits, and tells them once', async () => {
    const other = hasty()
    const did: string[] = []
    let waits = () => {}
    const isWaiting = new Promise<void>(resolve => (waits = resolve))
    let told = 0
    let begins = () => {}
    const hasBegun = new Promise<void>(resolve => (begins = resolve))
    const first = oneScanAtATime(database.db, async () => {
      begins()
      await isWaiting
      // Three times as long as a statement of the other may take.
      await sql`select pg_sleep(0.6)`.execute(database.db)
      did.push('first')
    })
    // Else it might come first, and nobody would wait.
    await hasBegun
    const second = oneScanAtATime(
      other,
      async () => void did.push('second'),
      () => {
        told++
        waits()
      },
    )
    await Promise.all([first, second])
    await other.destroy()
    expect([did, told]).toEqual([['first', 'second'], 1])
  })

  it('keeps nothing of a scan whose lock was lost: another may have kept what is newer', async () => {
    const scan = oneScanAtATime(database.db, async still => {
      // Waits until the server has ended it.
      await sql`select pg_terminate_backend(pid, 5000) from pg_locks
        where locktype = 'advisory' and mode = 'ExclusiveLock'`.execute(database.db)
      await expect(keepScan(database.db, [seen('old')], NOW, still)).rejects.toBeInstanceOf(LockLost)
    })
    await expect(scan).rejects.toThrow()
    expect(await database.db.selectFrom('dropped_file').select('update_id').execute()).toEqual([])
    const next = await oneScanAtATime(database.db, still => keepScan(database.db, [seen('new')], NOW, still))
    expect(next).toMatchObject([{ id: 'new', isNew: true }])
  })

  it('keeps 3,000 updates in a few statements, and none of those that are as they were', async () => {
    const many = Array.from({ length: 3000 }, (_, i) => seen(`u-${i}`))
    const first = await keepScan(database.db, many, NOW)
    expect(first.every(({ isNew, revision }) => isNew && revision === 1)).toBe(true)
    const marks = () =>
      sql<{
        n: string
      }>`select string_agg(xmin::text || ctid::text, ',' order by update_id) as n from dropped_file`.execute(
        database.db,
      )
    const before = await marks()
    const again = await keepScan(database.db, many, NOW)
    expect(again.every(({ isNew }) => !isNew)).toBe(true)
    expect((await marks()).rows).toEqual(before.rows)
  })
})
