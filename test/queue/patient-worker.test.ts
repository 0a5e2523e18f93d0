import { describe, expect, it } from '@jest/globals'
import { Redis } from 'ioredis'
import { openDeliveryQueue } from '../../src/queue/delivery-queue.js'
import { lookPatiently, waitAfter } from '../../src/queue/patient-worker.js'
import { hasRedis, startRedis } from '../support/redis.js'

describe('a worker that looks for jobs in vain', () => {
  it('waits twice as long each time, ten seconds at most, half of it by chance', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 50].map(failures => waitAfter(failures, 1))).toEqual([
      250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000,
    ])
    expect([1, 7].map(failures => waitAfter(failures, 0))).toEqual([125, 5000])
  })

  it('does not wait once it is told to end, nor after a look that found something', async () => {
    const ending = new AbortController()
    const answers = [new Error('EMFILE'), new Error('EMFILE'), 'a job']
    const backend = {
      moveToActive: async () => {
        const answer = answers.shift()
        if (answer instanceof Error) throw answer
        return answer
      },
    }
    lookPatiently(backend, ending.signal, () => 0)
    await expect(backend.moveToActive()).rejects.toThrow('EMFILE')
    ending.abort()
    await expect(backend.moveToActive()).rejects.toThrow('EMFILE')
    expect(await backend.moveToActive()).toBe('a job')
  })
})

const onRedis = hasRedis() ? it : it.skip
onRedis('a queue that refuses each look is not asked again at once', async () => {
  const redis = await startRedis()
  const refusedAt: number[] = []
  let fifth = () => {}
  const refused = new Promise<void>(resolve => {
    fifth = resolve
  })
  const queue = await openDeliveryQueue({ redisUrl: redis.url, ledger: 'refusing' }, error => {
    if (error.message.includes('NOPERM') && refusedAt.push(performance.now()) === 5) fifth()
  })
  // A look fails although the connection is sound, as with EMFILE or a script that is forbidden.
  const person = new Redis(redis.url)
  await person.call('ACL', 'SETUSER', 'default', '-eval', '-evalsha')
  person.disconnect()
  const worker = queue.work(async () => {}, { concurrency: 1, perMinute: null })
  await refused
  await worker.stop()
  await queue.close()
  await redis.stop()
  // At least 125 + 250 + 500 + 1000 ms; without waiting, it takes some milliseconds.
  expect((refusedAt[4] ?? 0) - (refusedAt[0] ?? 0)).toBeGreaterThan(1500)
})
