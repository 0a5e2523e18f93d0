import pg from 'pg'

/** How a pooler such as pgBouncer assigns sessions: per connection, transaction or statement. `none`: no pooler. */
export type Pooling = 'none' | 'session' | 'transaction' | 'statement'

/** A pooler that changes sessions under a connection; the message tells the operator what to do. */
export class SharedSessions extends Error {
  constructor(readonly pooling: 'transaction' | 'statement') {
    super(
      `PostgreSQL: a pooler in between (pgBouncer) gives each ${pooling} another session, and advisory locks, LISTEN and settings need one that stays. ${POOLING_FIX}`,
    )
  }
}

export const POOLING_FIX =
  'Set pool_mode = session for this database in the pooler, or let DATABASE_URL lead past it.'

/** Throws SharedSessions where sessions don't stay with their connection, and PostgreSQL's error. decision 44 */
export async function refuseSharedSessions(url: string): Promise<void> {
  const pooling = await poolingAt(url)
  if (pooling === 'transaction' || pooling === 'statement') throw new SharedSessions(pooling)
}

const PATIENCE_MS = 10_000
/** After this many rounds with the same session, the pooler counts as keeping it; fewer may be chance. */
const ROUNDS = 3

/** Probes without leaving a setting behind, which another user of a shared session would get. Throws PostgreSQL's error. */
export async function poolingAt(url: string, patience = PATIENCE_MS): Promise<Pooling> {
  const one = await plain(url, patience)
  try {
    // A pooler invents the process number that a connection gets; servers and proxies give the session's own.
    if ((await sessionOf(one)) === toldSession(one)) return 'none'
    if (!(await mayBegin(one))) return 'statement'
    const other = await plain(url, patience)
    try {
      for (let round = 0; round < ROUNDS; round++) if (await isShared(one, other)) return 'transaction'
      return 'session'
    } finally {
      await other.end().catch(() => {})
    }
  } finally {
    await one.end().catch(() => {})
  }
}

async function plain(url: string, patience: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'estafette',
    connectionTimeoutMillis: patience,
    query_timeout: patience,
  })
  client.on('error', () => {})
  await client.connect()
  return client
}

async function sessionOf(client: pg.Client): Promise<number> {
  return (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0
}

const toldSession = (client: pg.Client) => (client as unknown as { processID: number }).processID

async function mayBegin(client: pg.Client): Promise<boolean> {
  try {
    await client.query('begin')
    await client.query('commit')
    return true
  } catch (error) {
    // A broken connection proves nothing about pooling.
    if (!(error as { severity?: string }).severity) throw error
    return false
  }
}

/** While the other connection holds a session in a transaction: whether it is the first one's, or the first one gets another. */
async function isShared(one: pg.Client, other: pg.Client): Promise<boolean> {
  const before = await sessionOf(one)
  if ((await sessionOf(one)) !== before) return true
  await other.query('begin')
  const held = await sessionOf(other)
  const after = await sessionOf(one)
  await other.query('commit')
  return held === before || after !== before
}
