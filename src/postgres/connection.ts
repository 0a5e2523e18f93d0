import { Socket } from 'node:net'
import pg from 'pg'

/** What each session asks of the server, in milliseconds or seconds as PostgreSQL's settings have them. */
const SESSION = [
  // A statement of ours takes milliseconds; one that takes this long waits for a lock that nobody gives back.
  'statement_timeout=20000',
  // What a worker held that is cut off without a word, the others get back.
  'idle_in_transaction_session_timeout=30000',
  'tcp_keepalives_idle=20',
  'tcp_keepalives_interval=5',
  'tcp_keepalives_count=4',
]

/**
 * How long a connection that is in use may bring nothing, in milliseconds: the server answers or gives up before
 * (statement_timeout). After that the network has swallowed it, and TCP alone would wait for a quarter of an hour.
 */
const SILENCE = 25_000

/** `patient`: may take as long as it takes, for migrations. `settings`: more that each session asks for. */
export type Manner = { connections: number; schema: string; patient?: boolean; settings?: string[] }

/** Connections to a PostgreSQL whose sessions work in `schema`, whatever `options` its URL brings along. */
export function openPool(
  url: string,
  { connections, schema, patient = false, settings: more = [] }: Manner,
): pg.Pool {
  const { bare, options } = takeOptions(url)
  const settings = [...(patient ? [] : SESSION), ...more, `search_path=${schema}`]
  const pool = new pg.Pool({
    connectionString: bare,
    max: connections,
    application_name: 'estafette',
    connectionTimeoutMillis: 10_000,
    options: [options, ...settings.map(setting => `-c ${setting}`)].join(' ').trim(),
    keepAlive: true,
    stream: briefFarewell,
  })
  // An idle connection that breaks is replaced at the next query; the query that meets the fault reports it.
  pool.on('error', () => {})
  pool.on('connect', client => {
    // The pool hears of idle connections only: without this, one that is lost while it is lent out ends the process.
    client.on('error', () => {})
    if (!patient) endWhenSilent(client)
  })
  return pool
}

/** The `options` of a URL apart: in the URL they would stand instead of ours. */
function takeOptions(url: string): { bare: string; options: string } {
  const parsed = new URL(url)
  const options = parsed.searchParams.get('options') ?? ''
  parsed.searchParams.delete('options')
  return { bare: options ? parsed.href : url, options }
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

/** An idle connection leaves the pool before (after 10 s), so that only one with a question open is ended. */
function endWhenSilent(client: pg.PoolClient) {
  const { stream } = (client as unknown as { connection: { stream: Socket } }).connection
  stream.setTimeout(SILENCE, () => stream.destroy(new Error(`PostgreSQL has said nothing for ${SILENCE} ms`)))
}
