import { Socket } from 'node:net'
import { runMigrations } from 'bullmq'
import pg from 'pg'
import { QueueUnusable } from './queue-unusable.js'

const SCHEMA = 'bullmq'
/** An advisory lock ("ESTQ" as a number). */
const GRANTING = 0x45535451
/** As for the ledger: a statement that takes longer, and a connection that owes an answer for longer, are given up; in milliseconds. */
const STATEMENT = 20_000
const SILENCE = 25_000
const CONNECT_MS = 10_000
/** How long a connection may be silent before TCP asks whether it is still there, in milliseconds. */
const PROBED_AFTER = 20_000
/** As for the ledger: a commit is on the disk before it counts. decision 43 */
const DURABLE = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') not in ('on', 'remote_apply')`

/** Makes BullMQ's tables, or brings them up to date. Throws QueueUnusable when the role may not. */
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
 * "create schema if not exists" wants the right to create in the database also where the schema is there (PostgreSQL checks
 * the right first), and BullMQ says it at every start.
 */
async function withoutNeedlessRights(client: pg.Client): Promise<Asked> {
  const { rowCount } = await client.query('select from pg_namespace where nspname = $1', [SCHEMA])
  if (rowCount === 0) return client as unknown as Asked
  const query = (text: string, values?: unknown[]) =>
    client.query(/^create schema if not exists/i.test(text) ? 'select' : text, values)
  return { query } as unknown as Asked
}

const SESSION = `select set_config('search_path', '${SCHEMA}', false), set_config('statement_timeout', '${STATEMENT}', false)`

/** One of them listens for as long as a worker runs. */
const CONNECTIONS = 8

/**
 * BullMQ's connections. Given a configuration, it would set its search_path by the startup packet's `options`, which pgBouncer refuses, and listen
 * on a connection that nobody prepares. `silence`: how long an answer may be owed, in milliseconds.
 */
export function openQueuePool(databaseUrl: string, silence = SILENCE): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    application_name: 'estafette queue',
    connectionTimeoutMillis: CONNECT_MS,
    // What listens on a network that swallowed its connection is found out by the probes.
    keepAlive: true,
    keepAliveInitialDelayMillis: PROBED_AFTER,
    Client: patientClient(silence),
    stream: briefFarewell,
    onConnect: client => client.query([DURABLE, SESSION].join('; ')),
  })
  pool.on('error', () => {})
  return pool
}

/** Whoever says goodbye waits this long for the server to hang up, in milliseconds: it may never hear it. */
const FAREWELL = 3000

function briefFarewell(): Socket {
  const socket = new Socket()
  socket.once('finish', () => {
    const hurry = setTimeout(() => socket.destroy(), FAREWELL)
    socket.once('close', () => clearTimeout(hurry))
  })
  return socket
}

/**
 * A connection that is lost while BullMQ has it in its hands would end the process, since the pool hears of idle ones only; and one that the
 * network swallowed would be waited for. One that listens waits for no answer, and may be silent for hours.
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
          // A timer of a socket that has run out is not armed again by what is written.
          if (own.readyForQuery) stream.setTimeout(silence)
          else stream.destroy(new Error(`PostgreSQL has said nothing for ${silence} ms`))
        })
      })
    }
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
