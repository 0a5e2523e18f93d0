import { setTimeout as pause } from 'node:timers/promises'
import { type ConnectionOptions, createPostgresBackend, Queue, Worker, withBackend } from 'bullmq'
import { Redis } from 'ioredis'
import { lookPatiently } from './patient-worker.js'
import { openQueuePool, preparePostgres } from './queue-tables.js'
import { QueueUnusable } from './queue-unusable.js'
import { isElsewhere } from './redis-failover.js'
import { openAt } from './redis-open.js'

/** A nudge to look at this delivery; its state is in the row. */
export type Nudge = { delivery: string; attempt: number; delay: number }

export type DeliveryQueue = {
  /** Enqueues; an attempt enqueued twice is one job. Delays in milliseconds. */
  nudge: (nudges: Nudge[]) => Promise<void>
  /** Calls `run` for each due job until stopped. When `run` throws, the job ends, not the delivery. */
  work: (run: (delivery: string) => Promise<void>, how: Working) => QueueWorker
  close: () => Promise<void>
}

/** Jobs at a time in this process, and jobs per minute in all processes together; null: no limit. */
export type Working = { concurrency: number; perMinute: number | null }

export type QueueWorker = { stop: () => Promise<void> }

const NAME = 'deliveries'
/**
 * In milliseconds: how long a job stays with a silent worker, and how often that is checked. A job fetched by a killed worker blocks its successor
 * this long. Two workers on one job do no harm: claims decide.
 */
const LOCK = { lockDuration: 10_000, stalledInterval: 5000 }
/**
 * In milliseconds: a silent connection is reopened after this time; BullMQ polls for jobs every 10 s. Otherwise, a worker on a dead connection would
 * wait for ever.
 */
const NO_WAITING_FOR_EVER = { socketTimeout: 20_000, connectTimeout: 10_000, keepAlive: 10_000 }
const ENQUEUE_MS = 10_000
/** In milliseconds: how long queue and worker may take to end after their last job. BullMQ waits for an unreachable Redis for ever. */
const FAREWELL_MS = 3000
type Payload = { delivery: string }

/**
 * The delivery queue: on Redis with a URL, else in the ledger's PostgreSQL. It carries delivery ids; losing it loses nothing. Throws QueueUnusable
 * when Redis would drop or forget jobs.
 */
export async function openDeliveryQueue(
  engine: { redisUrl: string; ledger: string } | { databaseUrl: string; ownerUrl?: string | null },
  onError: (error: Error) => void,
): Promise<DeliveryQueue> {
  return 'redisUrl' in engine ? onRedis(engine, onError) : onPostgres(engine, onError)
}

async function onPostgres(
  { databaseUrl, ownerUrl = null }: { databaseUrl: string; ownerUrl?: string | null },
  onError: (error: Error) => void,
): Promise<DeliveryQueue> {
  await preparePostgres(databaseUrl, ownerUrl)
  const connection = openQueuePool(databaseUrl)
  const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend)
  const queue = new PostgresQueue<Payload>(NAME, { connection })
  return bind(
    queue,
    (run, how) =>
      new PostgresWorker<Payload>(NAME, job => run(job.data.delivery), {
        connection,
        ...pacedAs(how),
        ...LOCK,
      }),
    onError,
    () => connection.end(),
  )
}

/** Each ledger on a shared Redis has its own queue: other workers would swallow its jobs. */
async function onRedis(
  { redisUrl, ledger }: { redisUrl: string; ledger: string },
  onError: (error: Error) => void,
): Promise<DeliveryQueue> {
  await checkRedis(redisUrl)
  const prefix = `estafette-${ledger.replace(/[^A-Za-z0-9]+/g, '-')}`
  const connection: ConnectionOptions = {
    url: redisUrl,
    maxRetriesPerRequest: null,
    reconnectOnError: isElsewhere,
    ...NO_WAITING_FOR_EVER,
  }
  const queue = new Queue<Payload>(NAME, {
    prefix,
    // A failed enqueuing is left to the next recovery: nothing waits for an unreachable Redis.
    connection: { ...connection, enableOfflineQueue: false, commandTimeout: ENQUEUE_MS },
  })
  await queue.waitUntilReady()
  // After a failover, another Redis may be configured differently; nothing is lost, but it is logged.
  const client = await queue.backend.client
  client.on('ready', () => void checkRedis(redisUrl).catch(onError))
  return bind(
    queue,
    (run, how) =>
      new Worker<Payload>(NAME, job => run(job.data.delivery), {
        prefix,
        connection,
        ...pacedAs(how),
        ...LOCK,
      }),
    onError,
  )
}

type Closing = {
  close: () => Promise<void>
  on: (event: 'error', listener: (error: Error) => void) => unknown
  backend: object
}
type AnyQueue = Closing & {
  addBulk: (jobs: { name: string; data: Payload; opts: object }[]) => Promise<unknown>
}

function bind(
  queue: AnyQueue,
  startWorker: (run: (delivery: string) => Promise<void>, how: Working) => Closing,
  onError: (error: Error) => void,
  hangUpAll: () => Promise<void> = async () => {},
): DeliveryQueue {
  queue.on('error', onError)
  return {
    nudge: async nudges => {
      for (let from = 0; from < nudges.length; from += CHUNK)
        await queue.addBulk(nudges.slice(from, from + CHUNK).map(toJob))
    },
    work: (run, how) => {
      const running = new Set<Promise<void>>()
      const worker = startWorker(delivery => {
        const one = run(delivery).finally(() => running.delete(one))
        running.add(one)
        return one
      }, how)
      worker.on('error', onError)
      const ending = new AbortController()
      lookPatiently(worker.backend, ending.signal, Math.random)
      const ran = async () => {
        while (running.size > 0) await Promise.allSettled(running)
      }
      const stop = () => {
        ending.abort()
        return end(worker, ran, onError)
      }
      return { stop }
    },
    close: async () => {
      await end(queue, async () => {}, onError)
      await inTime(hangUpAll().catch(onError))
    },
  }
}

/** Closes it, and disconnects FAREWELL_MS ms after `ran`: all its data is in the ledger. */
async function end(closing: Closing, ran: () => Promise<void>, onError: (error: Error) => void) {
  const closed = closing.close().catch(onError)
  const late = new AbortController()
  const farewell = () => pause(FAREWELL_MS, null, { signal: late.signal }).catch(() => {})
  await Promise.race([closed, ran().then(farewell)])
  hangUp(closing.backend)
  // Disconnecting fails what it waited for, so that it ends; jobs begun since then still run.
  await Promise.race([closed, farewell()])
  await ran()
  late.abort()
}

/** Connections kept open by a silent network end with the process. */
async function inTime(ending: Promise<unknown>) {
  const late = new AbortController()
  await Promise.race([ending, pause(FAREWELL_MS, null, { signal: late.signal }).catch(() => {})])
  late.abort()
}

/** The connections to Redis; dead ones, and ones being reopened, are given up too. */
type OnRedis = { client?: Promise<Hangable>; blockingClient?: Promise<Hangable> }
type Hangable = { disconnect: () => unknown }

function hangUp({ client, blockingClient }: OnRedis) {
  for (const one of [blockingClient, client]) one?.then(redis => redis.disconnect()).catch(() => {})
}

const CHUNK = 1000

/** In the smallest possible steps: a relay that counts by the second must not get a minute's mails at once. */
function pacedAs({ concurrency, perMinute }: Working) {
  if (perMinute === null) return { concurrency }
  const limiter =
    perMinute < 60
      ? { max: 1, duration: Math.ceil(60_000 / perMinute) }
      : { max: Math.floor(perMinute / 60), duration: 1000 }
  return { concurrency, limiter }
}

/** A job id has no colon and isn't all digits; neither has a delivery id. The ledger retries, not the queue. */
function toJob({ delivery, attempt, delay }: Nudge) {
  const opts = {
    // A delayed job must not block one that is due now, as with a moved clock or "again".
    jobId: `${delivery}.try-${attempt}${delay > 0 ? '.later' : ''}`,
    delay,
    attempts: 1,
    removeOnComplete: true,
    removeOnFail: true,
  }
  // decision 1
  return { name: 'deliver', data: { delivery }, opts }
}

/**
 * BullMQ needs a Redis that neither evicts keys nor forgets them at a restart, and that strangers can't write to. Returns its version; throws
 * QueueUnusable.
 */
export async function checkRedis(redisUrl: string): Promise<string> {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: 5000,
    commandTimeout: 5000,
  })
  redis.on('error', () => {})
  let info: string
  try {
    await redis.connect()
    info = await redis.info()
  } catch (error) {
    throw new QueueUnusable(
      `Redis does not answer: ${((error as Error).message || 'refused').replace(/\.$/, '')}. Check REDIS_URL, or unset it to queue in PostgreSQL.`,
    )
  } finally {
    redis.disconnect()
  }
  const setting = (name: string) =>
    info
      .split(/\r?\n/)
      .find(line => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
  if (setting('role') === 'slave')
    throw new QueueUnusable(
      'Redis is a replica, which takes no jobs. Set REDIS_URL to its master, or to an address that follows the master.',
    )
  const policy = setting('maxmemory_policy')
  if (policy && policy !== 'noeviction')
    throw new QueueUnusable(
      `Redis evicts keys (maxmemory-policy ${policy}). Set it: redis-cli config set maxmemory-policy noeviction`,
    )
  if (setting('aof_enabled') === '0')
    throw new QueueUnusable(
      'Redis forgets its queue at a restart (appendonly no). Set it: redis-cli config set appendonly yes',
    )
  const open = await openAt(redisUrl)
  if (open)
    throw new QueueUnusable(
      `Redis can be reached without a password, at ${open}. Set one (requirepass in redis.conf) and write it into REDIS_URL as redis://:PASSWORD@HOST:PORT, or let it listen on 127.0.0.1 alone (bind).`,
    )
  return setting('redis_version') ?? ''
}
