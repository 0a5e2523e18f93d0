import { Redis } from 'ioredis'
import { startRedis, type TestRedis } from '../support/redis.js'
import { secondsSince, unless } from './fault.js'
import { openOnes, type Rig, until } from './rig.js'
import { slowness } from './running.js'

/** Tells a Redis something, and hangs up. */
async function told<T>(port: number, say: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ port, host: '127.0.0.1' })
  try {
    return await say(redis)
  } finally {
    redis.disconnect()
  }
}

const standbys = new WeakMap<Rig, TestRedis>()

/** A replica is promoted and the master follows it; the address leads to the new one, and nobody ends the connections that are kept. */
export async function failover(rig: Rig): Promise<void> {
  const { redis } = rig
  if (!redis) return
  const standby = await startRedis()
  standbys.set(rig, standby)
  await follow(standby.port, redis.port)
  await told(standby.port, one => one.replicaof('NO', 'ONE'))
  await told(redis.port, one => one.replicaof('127.0.0.1', standby.port))
  redis.pointTo(standby.port)
}

/** What is dispatched from then on has to be enqueued at the new master, and to be fetched there. Then the first is the master again. */
export async function afterTheFailover(rig: Rig): Promise<string[]> {
  const edition = await rig.edition()
  const began = performance.now()
  await until(
    async () => (await openOnes(rig, edition)) === 0,
    150,
    'the end of what came after the failover',
  )
  const took = secondsSince(began)
  const { accepted, wrong } = await rig.check(edition)
  await failBack(rig)
  return [
    ...wrong,
    ...unless(accepted === rig.mails, `${accepted} of what came after the failover were accepted`),
    ...unless(
      took <= BACKLOG_GONE || took <= BACKLOG_GONE * (await slowness()),
      `what came after the failover took ${took.toFixed(0)} s`,
    ),
  ]
}

/** Promise 7, in seconds. */
const BACKLOG_GONE = 60

async function failBack(rig: Rig) {
  const { redis } = rig
  const standby = standbys.get(rig)
  if (!redis || !standby) throw new Error('there was no failover')
  await follow(redis.port, standby.port)
  await told(redis.port, one => one.replicaof('NO', 'ONE'))
  redis.pointTo(redis.port)
  await standby.stop()
}

async function follow(replica: number, master: number): Promise<void> {
  await told(replica, async one => {
    await one.replicaof('127.0.0.1', master)
    await until(
      async () => (await one.info('replication')).includes('master_link_status:up'),
      30,
      'the replication',
    )
  })
}
