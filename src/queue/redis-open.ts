import { networkInterfaces } from 'node:os'
import { Redis } from 'ioredis'
import { isLoopback } from '../model/operations/loopback.js'

/** In milliseconds: how long to wait for an answer; a silent one counts as closed. */
const ASKED_MS = 2000
/** A machine may have hundreds; those of containers answer alike. */
const ADDRESSES_AT_MOST = 8

/**
 * Where a stranger on another machine can use a URL's Redis without a password: its host, or an address of this machine if the host is local.
 * `outside`: addresses for others. Null when nowhere.
 */
export async function openAt(redisUrl: string, outside = ownAddresses): Promise<string | null> {
  const url = new URL(redisUrl)
  const host = url.hostname.replace('[', '').replace(']', '')
  if (host === '') return null
  const hosts = isLoopback(host) ? outside().slice(0, ADDRESSES_AT_MOST) : [host]
  const open = await Promise.all(hosts.map(one => letsIn(url, one)))
  return hosts.find((_, index) => open[index]) ?? null
}

/** This machine's network addresses; without link-local ones, which need an interface. */
const ownAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap(found => found ?? [])
    .filter(({ internal, address }) => !internal && !address.startsWith('fe80:'))
    .map(({ address }) => address)

/** Whether Redis answers a command without user and password. A user without any rights counts as closed. */
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
