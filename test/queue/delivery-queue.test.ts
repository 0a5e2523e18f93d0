import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import type { DeliveryQueue } from '../../src/queue/delivery-queue.js'
import { openDeliveryQueue } from '../../src/queue/delivery-queue.js'
import { QueueUnusable } from '../../src/queue/queue-unusable.js'
import { startDatabase, type TestDatabase } from '../support/ledger.js'
import { freePort, hasRedis, startRedis, type TestRedis } from '../support/redis.js'

const BACKENDS = hasRedis() ? (['PostgreSQL', 'Redis'] as const) : (['PostgreSQL'] as const)
const fail = (error: Error) => {
  throw error
}

/** Runs a worker until it has seen `last`; returns what it saw, in order. */
async function seenUntil(
  queue: DeliveryQueue,
  last: string,
  perMinute: number | null = null,
): Promise<string[]> {
  const seen: string[] = []
  let worker: { stop: () => Promise<void> } | null = null
  await new Promise<void>(resolve => {
    worker = queue.work(
      async delivery => {
        seen.push(delivery)
        if (delivery === last) resolve()
      },
      { concurrency: 1, perMinute },
    )
  })
  await (worker as unknown as { stop: () => Promise<void> }).stop()
  return seen
}

describe.each(BACKENDS)('the delivery queue on %s', backend => {
  let database: TestDatabase
  let redis: TestRedis | null = null
  const open = (ledger = 'one'): Promise<DeliveryQueue> =>
    openDeliveryQueue(redis ? { redisUrl: redis.url, ledger } : { databaseUrl: database.url }, fail)

  beforeAll(async () => {
    if (backend === 'Redis') redis = await startRedis()
    database = await startDatabase()
  })
  afterAll(async () => {
    await redis?.stop()
    await database.close()
  })

  it('brings each delivery once, however often it was enqueued for the same attempt', async () => {
    const queue = await open('same')
    const fifty = Array.from({ length: 50 }, () => ({ delivery: 'w.mayor', attempt: 1, delay: 0 }))
    await Promise.all([queue.nudge(fifty), queue.nudge(fifty)])
    await queue.nudge([{ delivery: 'w.last', attempt: 1, delay: 0 }])
    expect(await seenUntil(queue, 'w.last')).toEqual(['w.mayor', 'w.last'])
    await queue.close()
  })

  it('lets a job that is due now pass the same one that waits for later', async () => {
    const queue = await open('later')
    await queue.nudge([{ delivery: 'w.deferred', attempt: 2, delay: 3_600_000 }])
    await queue.nudge([{ delivery: 'w.deferred', attempt: 2, delay: 0 }])
    expect(await seenUntil(queue, 'w.deferred')).toEqual(['w.deferred'])
    await queue.close()
  })

  it('goes on after a job that threw, and takes it again when it is enqueued again', async () => {
    const queue = await open('throws')
    await queue.nudge([{ delivery: 'w.broken', attempt: 1, delay: 0 }])
    let thrown = false
    const worker = queue.work(
      async () => {
        thrown = true
        throw new Error('the database is down')
      },
      { concurrency: 1, perMinute: null },
    )
    while (!thrown) await new Promise(resolve => setImmediate(resolve))
    await worker.stop()
    await queue.nudge([{ delivery: 'w.broken', attempt: 1, delay: 0 }])
    expect(await seenUntil(queue, 'w.broken')).toEqual(['w.broken'])
    await queue.close()
  })
})

describe.each(BACKENDS)('a pace, on %s', backend => {
  it('is kept by all workers together, whatever waits', async () => {
    const redis = backend === 'Redis' ? await startRedis() : null
    const database = await startDatabase()
    const open = () =>
      openDeliveryQueue(
        redis ? { redisUrl: redis.url, ledger: 'paced' } : { databaseUrl: database.url },
        fail,
      )
    const queues = [await open(), await open()]
    const ran: number[] = []
    let workers: { stop: () => Promise<void> }[] = []
    await new Promise<void>(resolve => {
      const run = async () => {
        if (ran.push(performance.now()) === 7) resolve()
      }
      workers = queues.map(queue => queue.work(run, { concurrency: 10, perMinute: 120 }))
      const nudges = Array.from({ length: 7 }, (_, nth) => ({ delivery: `w.${nth}`, attempt: 1, delay: 0 }))
      queues[0]?.nudge(nudges)
    })
    // Two a second: the seventh comes after three seconds have begun and ended.
    expect((ran[6] as number) - (ran[0] as number)).toBeGreaterThan(2500)
    await Promise.all(workers.map(worker => worker.stop()))
    await Promise.all(queues.map(queue => queue.close()))
    await redis?.stop()
    await database.close()
  })
})

const redisTests = hasRedis() ? describe : () => {}

redisTests('a Redis', () => {
  it('that ledgers share keeps their jobs apart', async () => {
    const redis = await startRedis()
    const [one, two] = await Promise.all(
      ['12/1', '12/2'].map(ledger => openDeliveryQueue({ redisUrl: redis.url, ledger }, fail)),
    )
    await one?.nudge([{ delivery: 'w.one', attempt: 1, delay: 0 }])
    await two?.nudge([{ delivery: 'w.two', attempt: 1, delay: 0 }])
    expect(await seenUntil(two as DeliveryQueue, 'w.two')).toEqual(['w.two'])
    await Promise.all([one?.close(), two?.close()])
    await redis.stop()
  })

  it.each([
    [
      'that evicts',
      ['--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru'],
      'redis-cli config set maxmemory-policy noeviction',
    ],
    ['that forgets', ['--appendonly', 'no'], 'redis-cli config set appendonly yes'],
  ])('%s is refused, with how to set it', async (_, settings, fix) => {
    const redis = await startRedis(settings)
    const opening = openDeliveryQueue({ redisUrl: redis.url, ledger: 'x' }, fail)
    await expect(opening).rejects.toThrow(fix)
    await expect(opening).rejects.toBeInstanceOf(QueueUnusable)
    await redis.stop()
  })

  it('that is not there is named', async () => {
    const redisUrl = `redis://127.0.0.1:${await freePort()}`
    await expect(openDeliveryQueue({ redisUrl, ledger: 'x' }, fail)).rejects.toThrow('Redis does not answer')
  })
})
