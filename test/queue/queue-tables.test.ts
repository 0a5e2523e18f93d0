import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { openQueuePool } from '../../src/queue/queue-tables.js'
import { startDatabase, type TestDatabase } from '../support/ledger.js'

const SILENCE_MS = 200

let database: TestDatabase
let pool: ReturnType<typeof openQueuePool>
beforeAll(async () => {
  database = await startDatabase()
  pool = openQueuePool(database.url, SILENCE_MS)
})
afterAll(async () => {
  await pool.end()
  await database.close()
})

describe('a connection of the queue', () => {
  it('that listens may hear nothing for as long as there is nothing to hear', async () => {
    const listener = await pool.connect()
    await listener.query('listen news')
    const said = new Promise<string>(resolve => {
      listener.on('notification', ({ payload }) => resolve(payload ?? ''))
      listener.on('end', () => resolve('the connection was ended'))
    })
    const other = openQueuePool(database.url)
    await other.query(`select pg_sleep(${(4 * SILENCE_MS) / 1000})`)
    await other.query("notify news, 'at last'")
    const heard = await said
    listener.release()
    await other.end()
    expect(heard).toBe('at last')
  })

  it('that owes an answer for too long is given up', async () => {
    await expect(pool.query('select pg_sleep(30)')).rejects.toThrow('PostgreSQL has said nothing for 200 ms')
  })
})
