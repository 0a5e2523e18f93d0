import { Socket } from 'node:net'
import pg from 'pg'

/** Session settings by name, in PostgreSQL's notation. */
export type Settings = Record<string, string>

/** Settings of each session, in PostgreSQL's milliseconds or seconds. */
const SESSION: Settings = {
  // Our statements take milliseconds; one that takes this long waits for a lock that is never released.
  statement_timeout: '20000',
  // Releases the locks of a worker whose connection was cut silently.
  idle_in_transaction_session_timeout: '30000',
  tcp_keepalives_idle: '20',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '4',
}

/**
 * A commit is on disk before it counts, whatever server, role, database or URL say; `remote_apply` is stricter and stays. PostgreSQL, §20.5.1.
 * decision 43
 */
const DURABLE = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') not in ('on', 'remote_apply')`

/** How long connecting may take, in milliseconds. */
const CONNECT_MS = 10_000

/**
 * In milliseconds: how long a busy connection may be silent. The server answers or gives up earlier (statement_timeout), so the network has failed;
 * TCP alone would wait a quarter of an hour.
 */
const SILENCE_MS = 25_000

/** `patient`: without time limit, for migrations. `settings`: additional ones of each session. */
export type Manner = { connections: number; schema: string; patient?: boolean; settings?: Settings }

/** A pool whose sessions work in `schema`, whatever `options` the URL has. */
export function openPool(
  url: string,
  { connections, schema, patient = false, settings: more = {} }: Manner,
): pg.Pool {
  const settings = { ...(patient ? {} : SESSION), ...more, search_path: schema }
  const pool = new pg.Pool({
    connectionString: url,
    max: connections,
    application_name: 'estafette',
    connectionTimeoutMillis: CONNECT_MS,
    onConnect: client => begin(client, settings, patient ? 0 : SILENCE_MS),
    keepAlive: true,
    stream: briefFarewell,
  })
  // A broken idle connection is replaced at the next query, which reports any fault.
  pool.on('error', () => {})
  // The pool only watches idle connections: otherwise, losing one in use would end the process.
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

/** A connection of its own, open until `end`; the next query reports a broken one. Throws PostgreSQL's error. */
export async function connectOne(
  url: string,
  {
    settings = {},
    ...config
  }: Pick<pg.ClientConfig, 'application_name' | 'query_timeout'> & {
    connectionTimeoutMillis?: number
    settings?: Settings
  } = {},
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    keepAlive: true,
    ...config,
  })
  client.on('error', () => {})
  await client.connect()
  try {
    await begin(client, settings, 0)
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return client
}

/**
 * Uses statements instead of the startup packet's `options`: pgBouncer refuses or silently drops those. `silence`: how long it may be silent
 * afterwards, in milliseconds; 0: no limit.
 */
async function begin(client: pg.ClientBase, settings: Settings, silence: number): Promise<void> {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  const end = () => stream.destroy(new Error(`PostgreSQL has said nothing for ${stream.timeout} ms`))
  const set = Object.entries(settings).map(
    ([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, false)`,
  )
  stream.setTimeout(CONNECT_MS).on('timeout', end)
  await client.query([DURABLE, ...(set.length > 0 ? [`select ${set.join(', ')}`] : [])].join('; '))
  // An idle connection leaves the pool earlier (after 10 s), so only one with an open query is ended.
  stream.setTimeout(silence)
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
