import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { Redis } from 'ioredis'
import { checkRedis, type DeliveryQueue, openDeliveryQueue } from '../../src/queue/delivery-queue.js'
import { isElsewhere } from '../../src/queue/redis-failover.js'
import { startProxy, type TcpProxy } from '../faults/proxy.js'
import { hasRedis, startRedis, type TestRedis } from '../support/redis.js'

describe('a connection to Redis', () => {
  it.each([
    ["READONLY You can't write against a read only replica."],
    ["READONLY You can't write against a read only replica. script: 4a1b, on @user_script:1."],
    [
      "ERR Error running script (call to f_4a1b): @user_script:12: @user_script: 12: -READONLY You can't write against a read only replica.",
    ],
    ['LOADING Redis is loading the dataset in memory'],
    ["MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'."],
    ['CLUSTERDOWN The cluster is down'],
    ['NOREPLICAS Not enough good replicas to write.'],
    ['UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)'],
  ])('is left when it says %s', message => {
    expect(isElsewhere(new Error(message))).toBe(true)
  })

  it.each([
    ['ERR unknown command'],
    ["OOM command not allowed when used memory > 'maxmemory'."],
    ['MISCONF Redis is configured to save RDB snapshots, but it is unable to persist on disk.'],
    ['NOAUTH Authentication required.'],
    ['ERR no such key READONLY-of-a-name'.replace('READONLY-', 'readonly-')],
  ])('is kept when it says %s', message => {
    expect(isElsewhere(new Error(message))).toBe(false)
  })
})

const redisTests = hasRedis() ? describe : () => {}

redisTests('a queue whose Redis has become a replica', () => {
  const errors: string[] = []
  let first: TestRedis
  let second: TestRedis
  let proxy: TcpProxy
  let port = 0
  beforeAll(async () => {
    ;[first, second] = await Promise.all([startRedis(), startRedis()])
    port = first.port
    proxy = await startProxy(() => port)
  })
  afterAll(() => Promise.all([proxy.close(), first.stop(), second.stop()]))

  it('goes to the new master, which the address leads to, with what waits for jobs and what enqueues them', async () => {
    const redisUrl = `redis://127.0.0.1:${proxy.port}`
    const queue = await openDeliveryQueue({ redisUrl, ledger: 'failover' }, error => {
      errors.push(error.message)
    })
    const seen: string[] = []
    const run = async (delivery: string) => void seen.push(delivery)
    const worker = queue.work(run, { concurrency: 1, perMinute: null })
    try {
      await brought(queue, seen, 'w.before')
      port = second.port
      await replicate(first, second)
      await brought(queue, seen, 'w.after')
      expect(seen).toEqual(['w.before', 'w.after'])
    } finally {
      await worker.stop()
      await queue.close()
    }
  })

  it('says that a replica takes no jobs, where it is asked to work with one', async () => {
    await expect(checkRedis(first.url)).rejects.toThrow('Redis is a replica, which takes no jobs.')
  })

  /** Enqueues it as the recovery does, again and again, until it has come; a minute at most. */
  async function brought(queue: DeliveryQueue, seen: string[], delivery: string) {
    const end = performance.now() + 60_000
    while (!seen.includes(delivery) && performance.now() < end) {
      await queue.nudge([{ delivery, attempt: 1, delay: 0 }]).catch(error => errors.push(error.message))
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    expect(seen).toContain(delivery)
  }
})

async function replicate(replica: TestRedis, master: TestRedis) {
  const redis = new Redis(replica.url)
  await redis.replicaof('127.0.0.1', master.port)
  redis.disconnect()
}
