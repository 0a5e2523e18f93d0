import { Socket } from 'node:net'
import pg from 'pg'

/** Settings of a session by name, as PostgreSQL writes their values. */
export type Settings = Record<string, string>

/** What each session asks of the server, in milliseconds or seconds as PostgreSQL's settings have them. */
const SESSION: Settings = {
  // A statement of ours takes milliseconds; one that takes this long waits for a lock that nobody gives back.
  statement_timeout: '20000',
  // What a worker held that is cut off without a word, the others get back.
  idle_in_transaction_session_timeout: '30000',
  tcp_keepalives_idle: '20',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '4',
}

/**
 * A commit is on the disk before it counts, whatever server, role, database or URL say; `remote_apply` asks for more, and stays.
 * PostgreSQL, §20.5.1. decision 43
 */
const DURABLE = `select set_config('synchronous_commit', 'on', false)
  where current_setting('synchronous_commit') not in ('on', 'remote_apply')`

/** How long a connection may take to be made, in milliseconds. */
const CONNECT_MS = 10_000

/**
 * How long a connection that is in use may bring nothing, in milliseconds: the server answers or gives up before
 * (statement_timeout). After that the network has swallowed it, and TCP alone would wait for a quarter of an hour.
 */
const SILENCE = 25_000

/** `patient`: may take as long as it takes, for migrations. `settings`: more that each session asks for. */
export type Manner = { connections: number; schema: string; patient?: boolean; settings?: Settings }

/** Connections to a PostgreSQL whose sessions work in `schema`, whatever `options` its URL brings along. */
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
    onConnect: client => begin(client, settings, patient ? 0 : SILENCE),
    keepAlive: true,
    stream: briefFarewell,
  })
  // An idle connection that breaks is replaced at the next query; the query that meets the fault reports it.
  pool.on('error', () => {})
  // The pool hears of idle connections only: without this, one that is lost while it is lent out ends the process.
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}

/** One connection of its own, which lives until its `end`; one that breaks fails the query that meets it. Throws what PostgreSQL says. */
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
 * Statements, and no `options` of the startup packet: pgBouncer refuses those, or drops them unseen. `silence`: how long it may say nothing
 * afterwards, in milliseconds; 0: as long as it likes.
 */
async function begin(client: pg.ClientBase, settings: Settings, silence: number): Promise<void> {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  const end = () => stream.destroy(new Error(`PostgreSQL has said nothing for ${stream.timeout} ms`))
  const set = Object.entries(settings).map(
    ([name, value]) => `set_config(${pg.escapeLiteral(name)}, ${pg.escapeLiteral(value)}, false)`,
  )
  stream.setTimeout(CONNECT_MS).on('timeout', end)
  await client.query([DURABLE, ...(set.length > 0 ? [`select ${set.join(', ')}`] : [])].join('; '))
  // An idle connection leaves the pool before (after 10 s), so that only one with a question open is ended.
  stream.setTimeout(silence)
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
