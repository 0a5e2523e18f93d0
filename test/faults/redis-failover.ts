import { Redis } from 'ioredis'
import { startRedis, type TestRedis } from '../support/redis.js'
import { unless } from './fault.js'
import { type House, until } from './house.js'

/** Tells a Redis something, and hangs up. */
async function told<T>(port: number, say: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis({ port, host: '127.0.0.1' })
  try {
    return await say(redis)
  } finally {
    redis.disconnect()
  }
}

const standbys = new WeakMap<House, TestRedis>()

/** A replica is promoted and the master follows it; the address leads to the new one, and nobody ends the connections that are kept. */
export async function failover(house: House): Promise<void> {
  const { redis } = house
  if (!redis) return
  const standby = await startRedis()
  standbys.set(house, standby)
  await follow(standby.port, redis.port)
  await told(standby.port, one => one.replicaof('NO', 'ONE'))
  await told(redis.port, one => one.replicaof('127.0.0.1', standby.port))
  redis.pointTo(standby.port)
}

/** The first is the master again, for what comes after. The service must have left it: its jobs are done by the other. */
export async function failBack(house: House): Promise<string[]> {
  const { redis } = house
  const standby = standbys.get(house)
  if (!redis || !standby) return ['there was no failover']
  const clients = await told(redis.port, one => one.client('LIST'))
  const kept = String(clients)
    .split('\n')
    .filter(line => /cmd=(?:bzpopmin|evalsha)/.test(line))
  await follow(redis.port, standby.port)
  await told(redis.port, one => one.replicaof('NO', 'ONE'))
  redis.pointTo(redis.port)
  await standby.stop()
  return unless(kept.length === 0, `${kept.length} connections stayed with the replica`)
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
