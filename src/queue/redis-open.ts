import { networkInterfaces } from 'node:os'
import { Redis } from 'ioredis'
import { isLoopback } from '../model/operations/loopback.js'

/** How long to wait for a stranger's answer, in milliseconds: on the way in, what says nothing is closed. */
const ASKED_MS = 2000
/** A machine may have hundreds; those of containers answer as the first do. */
const ADDRESSES_AT_MOST = 8

/**
 * Where somebody on another machine gets into the Redis of a URL without a password: its host, or an address of this machine where the host is
 * this machine; null when nowhere. `outside`: addresses under which others reach this machine.
 */
export async function openAt(redisUrl: string, outside = ownAddresses): Promise<string | null> {
  const url = new URL(redisUrl)
  const host = url.hostname.replace('[', '').replace(']', '')
  if (host === '') return null
  const hosts = isLoopback(host) ? outside().slice(0, ADDRESSES_AT_MOST) : [host]
  const open = await Promise.all(hosts.map(one => letsIn(url, one)))
  return hosts.find((_, index) => open[index]) ?? null
}

/** The addresses of this machine on its networks; link-local ones need to know by which. */
const ownAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap(found => found ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address)

/** Does Redis answer a command to somebody who names neither user nor password? One whose user may do nothing is closed. */
async function letsIn({ protocol, port }: URL, host: string): Promise<boolean> {
  const redis = new Redis({
    host,
    port: Number(port || 6379),
    ...(protocol === 'rediss:' ? { tls: { rejectUnauthorized: false } } : {}),
    lazyConnect: true,
    enableReadyCheck: false,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: ASKED_MS,
    commandTimeout: ASKED_MS,
  })
  redis.on('error', () => {})
  try {
    await redis.connect()
    await redis.dbsize()
    return true
  } catch {
    return false
  } finally {
    redis.disconnect()
  }
}
