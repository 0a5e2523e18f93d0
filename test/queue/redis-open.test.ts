import { afterEach, expect, it } from '@jest/globals'
import { checkRedis } from '../../src/queue/delivery-queue.js'
import { openAt } from '../../src/queue/redis-open.js'
import { hasRedis, startRedis, type TestRedis } from '../support/redis.js'

let redis: TestRedis
afterEach(() => redis?.stop())
const started = async (...settings: string[]) => {
  redis = await startRedis(['--appendonly', 'yes', ...settings])
}
const withRedis = hasRedis() ? it : it.skip
/** Loopback by another name, as if it were a network. */
const OUTSIDE = () => ['127.0.0.2']

withRedis('a Redis without a password on this machine alone is good', async () => {
  await started()
  expect(await openAt(redis.url, OUTSIDE)).toBeNull()
  await expect(checkRedis(redis.url)).resolves.toMatch(/^\d/)
})

withRedis('one without a password that listens to others as well is open', async () => {
  await started('--bind', '127.0.0.1', '127.0.0.2')
  expect(await openAt(redis.url, OUTSIDE)).toBe('127.0.0.2')
})

withRedis('one elsewhere that answers without a password is refused, with what to do', async () => {
  await started('--bind', '0.0.0.0')
  const url = redis.url.replace('127.0.0.1', '0.0.0.0')
  await expect(checkRedis(url)).rejects.toThrow(
    'Redis can be reached without a password, at 0.0.0.0. Set one (requirepass in redis.conf) and write it into REDIS_URL as redis://:PASSWORD@HOST:PORT, or let it listen on 127.0.0.1 alone (bind).',
  )
  // A password that nobody asks for keeps nobody out.
  await expect(checkRedis(url.replace('://', '://:secret@'))).rejects.toThrow(/without a password/)
})

withRedis('one with a password is good wherever it listens', async () => {
  await started('--bind', '0.0.0.0', '--requirepass', 'secret')
  const url = redis.url.replace('127.0.0.1', '0.0.0.0').replace('://', '://:secret@')
  expect(await openAt(url)).toBeNull()
  await expect(checkRedis(url)).resolves.toMatch(/^\d/)
})

withRedis('one whose nameless user may do nothing is closed', async () => {
  const users = [
    ...'--user default on nopass -@all'.split(' '),
    ...'--user own on >secret ~* &* +@all'.split(' '),
  ]
  await started('--bind', '0.0.0.0', ...users)
  const url = redis.url.replace('127.0.0.1', '0.0.0.0').replace('://', '://own:secret@')
  expect(await openAt(url)).toBeNull()
})
