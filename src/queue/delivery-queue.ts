import {
  type ConnectionOptions,
  createPostgresBackend,
  Queue,
  runMigrations,
  Worker,
  withBackend,
} from 'bullmq'
import { Redis } from 'ioredis'
import pg from 'pg'

/** A nudge: look at this delivery. It says nothing about it; the row does. */
export type Nudge = { delivery: string; attempt: number; delay: number }

export type DeliveryQueue = {
  /** Enqueues; the same attempt of a delivery twice is one job. Delays in milliseconds. */
  nudge: (nudges: Nudge[]) => Promise<void>
  /** Calls `run` for each due job, several at a time, until stopped. What `run` throws is the end of the job, not of the delivery. */
  work: (run: (delivery: string) => Promise<void>, concurrency: number) => QueueWorker
  close: () => Promise<void>
}

export type QueueWorker = { stop: () => Promise<void> }

/** The queue can't be used as it is; for the operator, with what to do. */
export class QueueUnusable extends Error {}

const NAME = 'deliveries'
const SCHEMA = 'bullmq'
/** An advisory lock ("ESTQ" as a number). */
const GRANTING = 0x45535451
/**
 * How long a job stays with a worker that no longer says anything, and how often that is looked for, in milliseconds. A job that was
 * fetched by a worker killed before its claim stands in the way of a new one for so long. Two workers on one job do no harm: claims decide.
 */
const LOCK = { lockDuration: 10_000, stalledInterval: 5000 }
type Payload = { delivery: string }

/** A connection that is lost while BullMQ has it in its hands would end the process: the pool hears of idle ones only. */
class LentClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    this.on('error', () => {})
  }
}

/**
 * The delivery queue on Redis when a URL is given, else in the PostgreSQL of the ledger. It carries delivery ids; losing it loses nothing.
 * Throws QueueUnusable when Redis would drop or forget jobs.
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
  const client = new pg.Client({ connectionString: ownerUrl ?? databaseUrl })
  await client.connect()
  try {
    await runMigrations(client)
    if (ownerUrl) await grantQueue(client, decodeURIComponent(new URL(databaseUrl).username))
  } finally {
    await client.end()
  }
  const connection = {
    connectionString: databaseUrl,
    max: 4,
    application_name: 'estafette queue',
    keepAlive: true,
    Client: LentClient,
  }
  const { Queue: PostgresQueue, Worker: PostgresWorker } = withBackend(createPostgresBackend)
  const queue = new PostgresQueue<Payload>(NAME, { connection })
  return bind(
    queue,
    (run, concurrency) =>
      new PostgresWorker<Payload>(NAME, job => run(job.data.delivery), {
        connection,
        concurrency,
        ...LOCK,
      }),
    onError,
  )
}

/**
 * Lets a role work with the queue, which holds nothing that isn't in the ledger. BullMQ makes a sequence for each queue
 * when it is first used, so the role may also create in the schema.
 */
async function grantQueue(owner: pg.Client, role: string) {
  const { rowCount } = await owner.query(
    `select 1 where not has_schema_privilege($1, '${SCHEMA}', 'create') union all
     select 1 from pg_class where relnamespace = '${SCHEMA}'::regnamespace and (
       relkind = 'r' and not has_table_privilege($1, oid, 'delete')
       or relkind = 'S' and not has_sequence_privilege($1, oid, 'usage')) limit 1`,
    [role],
  )
  if (rowCount === 0) return
  // One transaction, one at a time: two that grant at once would trip over each other's rows.
  await owner.query(`begin;
    select pg_advisory_xact_lock(${GRANTING});
    grant usage, create on schema ${SCHEMA} to ${pg.escapeIdentifier(role)};
    do $$ declare one record; begin
      for one in select oid::regclass as name, relkind from pg_class
        where relnamespace = '${SCHEMA}'::regnamespace and relkind in ('r', 'S') and relowner = current_user::regrole
      loop execute format('grant all on %s %s to %I',
        case one.relkind when 'S' then 'sequence' else 'table' end, one.name, ${pg.escapeLiteral(role)});
      end loop;
    end $$;
    commit`)
}

/** Ledgers that share a Redis have queues of their own: a worker of one would swallow the other's jobs. */
async function onRedis(
  { redisUrl, ledger }: { redisUrl: string; ledger: string },
  onError: (error: Error) => void,
): Promise<DeliveryQueue> {
  await checkRedis(redisUrl)
  const prefix = `estafette-${ledger.replace(/[^A-Za-z0-9]+/g, '-')}`
  const connection: ConnectionOptions = { url: redisUrl, maxRetriesPerRequest: null }
  const queue = new Queue<Payload>(NAME, { prefix, connection: { ...connection, enableOfflineQueue: false } })
  await queue.waitUntilReady()
  return bind(
    queue,
    (run, concurrency) =>
      new Worker<Payload>(NAME, job => run(job.data.delivery), {
        prefix,
        connection,
        concurrency,
        ...LOCK,
      }),
    onError,
  )
}

type AnyQueue = {
  addBulk: (jobs: { name: string; data: Payload; opts: object }[]) => Promise<unknown>
  close: () => Promise<void>
  on: (event: 'error', listener: (error: Error) => void) => unknown
}
type AnyWorker = {
  close: () => Promise<void>
  on: (event: 'error', listener: (error: Error) => void) => unknown
}

function bind(
  queue: AnyQueue,
  startWorker: (run: (delivery: string) => Promise<void>, concurrency: number) => AnyWorker,
  onError: (error: Error) => void,
): DeliveryQueue {
  queue.on('error', onError)
  return {
    nudge: async nudges => {
      for (let from = 0; from < nudges.length; from += CHUNK)
        await queue.addBulk(nudges.slice(from, from + CHUNK).map(toJob))
    },
    work: (run, concurrency) => {
      const worker = startWorker(run, concurrency)
      worker.on('error', onError)
      return { stop: () => worker.close() }
    },
    close: () => queue.close(),
  }
}

const CHUNK = 1000

/** A job id may hold no colon and not be all digits; a delivery id is neither. Retrying is the ledger's business, not the queue's. */
function toJob({ delivery, attempt, delay }: Nudge) {
  const opts = {
    // A job that waits for later must not stand in the way of one that is due now: a moved clock, a person who says "again".
    jobId: `${delivery}.try-${attempt}${delay > 0 ? '.later' : ''}`,
    delay,
    attempts: 1,
    removeOnComplete: true,
    removeOnFail: true,
  }
  return { name: 'deliver', data: { delivery }, opts }
}

/** BullMQ needs a Redis that neither evicts keys nor forgets them at a restart. */
async function checkRedis(redisUrl: string) {
  const redis = new Redis(redisUrl, {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    connectTimeout: 5000,
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
  const setting = (name: string) => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(info)?.[1]
  const policy = setting('maxmemory_policy')
  if (policy && policy !== 'noeviction')
    throw new QueueUnusable(
      `Redis evicts keys (maxmemory-policy ${policy}). Set it: redis-cli config set maxmemory-policy noeviction`,
    )
  if (setting('aof_enabled') === '0')
    throw new QueueUnusable(
      'Redis forgets its queue at a restart (appendonly no). Set it: redis-cli config set appendonly yes',
    )
}
