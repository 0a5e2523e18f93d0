import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { sql } from 'kysely'
import pg from 'pg'
import { openDatabase } from '../../../src/postgres/server/database.js'
import { openDeliveryQueue } from '../../../src/queue/delivery-queue.js'
import { startDatabase, type TestDatabase } from '../../support/ledger.js'

let database: TestDatabase
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

/** Opens the ledger and the queue under a URL, and closes both; the schemas that their sessions work in. */
async function openedWith(url: string) {
  const ledger = await openDatabase(url, { connections: 1 })
  const queue = await openDeliveryQueue({ databaseUrl: url }, () => {})
  const { rows } = await sql<{ path: string; memory: string }>`
    select current_setting('search_path') as path, current_setting('work_mem') as memory`.execute(ledger.db)
  await queue.nudge([{ delivery: 'w.one', attempt: 1, delay: 0 }])
  await queue.close()
  await ledger.close()
  return rows[0]
}

/** A login role of its own, and the URL with which it comes in to a database of its own. */
async function roleWith(grants: (role: string, name: string) => string[]) {
  const name = `other_${Math.floor(performance.now())}`
  const owner = new pg.Client({ connectionString: database.url })
  await owner.connect()
  await owner.query(`create role ${name} login password 'x'`)
  await owner.query(`create database ${name}`)
  await owner.query(`revoke create on database ${name} from public`)
  await owner.end()
  const url = new URL(database.url)
  url.pathname = `/${name}`
  const inside = new pg.Client({ connectionString: url.href })
  await inside.connect()
  for (const grant of grants(name, name)) await inside.query(grant)
  await inside.end()
  url.username = name
  url.password = 'x'
  return url.href
}

describe('a URL with options of its own', () => {
  it('keeps them, and ours beside them', async () => {
    const url = new URL(database.url)
    url.searchParams.set('options', '-c search_path=elsewhere -c work_mem=7MB')
    expect(await openedWith(url.href)).toEqual({ path: 'estafette', memory: '7MB' })
  })
})

describe('a role that may not create in the database', () => {
  it('works where the schemas are there and its own', async () => {
    const url = await roleWith(role => [
      `create schema estafette authorization ${role}`,
      `create schema bullmq authorization ${role}`,
    ])
    expect(await openedWith(url)).toMatchObject({ path: 'estafette' })
  })

  it('is told what to grant where they aren’t', async () => {
    await expect(openedWith(await roleWith(() => []))).rejects.toThrow('grant create on database')
    const half = await roleWith(role => [`create schema estafette authorization ${role}`])
    await expect(openedWith(half)).rejects.toThrow('grant create on database')
  })
})

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
