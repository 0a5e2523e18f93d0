import { Socket } from 'node:net'
import { runMigrations } from 'bullmq'
import pg from 'pg'
import { QueueUnusable } from './queue-unusable.js'

const SCHEMA = 'bullmq'
/** An advisory lock ("ESTQ" as a number). */
const GRANTING = 0x45535451
/** As for the ledger, in milliseconds: limits of a statement, and of a connection's silence during one. */
const STATEMENT_MS = 20_000
const SILENCE_MS = 25_000
const CONNECT_MS = 10_000
/** In milliseconds: the silence after which TCP probes a connection. */
const PROBE_MS = 20_000
/** As for the ledger: a commit is on disk before it counts. decision 43 */
const DURABLE = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') not in ('on', 'remote_apply')`

/** Creates or updates BullMQ's tables. Throws QueueUnusable when the role may not. */
export async function preparePostgres(databaseUrl: string, ownerUrl: string | null) {
  const client = new pg.Client({
    connectionString: ownerUrl ?? databaseUrl,
    connectionTimeoutMillis: CONNECT_MS,
  })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(DURABLE)
    await runMigrations(await withoutNeedlessRights(client))
    if (ownerUrl) await grantQueue(client, decodeURIComponent(new URL(databaseUrl).username))
  } catch (error) {
    if ((error as { code?: string }).code !== '42501') throw error
    throw new QueueUnusable(
      `PostgreSQL: ${(error as Error).message}. The role may not make the queue's tables: give DATABASE_OWNER_URL, whose role may, or once: grant create on database NAME to ROLE.`,
    )
  } finally {
    await client.end()
  }
}

type Asked = Parameters<typeof runMigrations>[0]

/**
 * "create schema if not exists" needs the right to create in the database: PostgreSQL checks rights before existence. BullMQ executes it at every
 * start.
 */
async function withoutNeedlessRights(client: pg.Client): Promise<Asked> {
  const { rowCount } = await client.query('select from pg_namespace where nspname = $1', [SCHEMA])
  if (rowCount === 0) return client as unknown as Asked
  const query = (text: string, values?: unknown[]) =>
    client.query(/^create schema if not exists/i.test(text) ? 'select' : text, values)
  return { query } as unknown as Asked
}

const SESSION = `select set_config('search_path', '${SCHEMA}', false), set_config('statement_timeout', '${STATEMENT_MS}', false)`

/** One of them listens while a worker runs. */
const CONNECTIONS = 8

/**
 * BullMQ's connections. From a configuration it would set its search_path by startup `options`, which pgBouncer refuses, and listen on an unprepared
 * connection. `silence`: how long an answer may take, in milliseconds.
 */
export function openQueuePool(databaseUrl: string, silence = SILENCE_MS): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    application_name: 'estafette queue',
    connectionTimeoutMillis: CONNECT_MS,
    // TCP probes detect a dead connection that only listens.
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBE_MS,
    Client: patientClient(silence),
    stream: briefFarewell,
    onConnect: client => client.query([DURABLE, SESSION].join('; ')),
  })
  pool.on('error', () => {})
  return pool
}

/** In milliseconds: how long a closing connection waits for the server to hang up; it may never learn of it. */
const FAREWELL_MS = 3000

function briefFarewell(): Socket {
  const socket = new Socket()
  socket.once('finish', () => {
    const hurry = setTimeout(() => socket.destroy(), FAREWELL_MS)
    socket.once('close', () => clearTimeout(hurry))
  })
  return socket
}

/**
 * Losing a connection in BullMQ's use would end the process, since the pool only watches idle ones. A dead one would be waited for. A listening one
 * waits for no answer and may be silent for hours.
 */
const patientClient = (silence: number) =>
  class PatientClient extends pg.Client {
    constructor(config?: string | pg.ClientConfig) {
      super(config)
      this.on('error', () => {})
      this.once('connect', () => {
        const own = this as unknown as { connection: { stream: Socket }; readyForQuery: boolean }
        const { stream } = own.connection
        stream.setTimeout(silence).on('timeout', () => {
          // Writing doesn't restart a socket timer that has expired.
          if (own.readyForQuery) stream.setTimeout(silence)
          else stream.destroy(new Error(`PostgreSQL has said nothing for ${silence} ms`))
        })
      })
    }
  }

/**
 * Grants a role the use of the queue, which holds nothing beyond the ledger. BullMQ creates a sequence at a queue's first use, so the role may create
 * in the schema.
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
  // One transaction, one at a time: parallel grants would conflict on rows.
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
