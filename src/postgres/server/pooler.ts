import pg from 'pg'

/** How a pooler such as pgBouncer hands sessions on: one to a connection, to a transaction, to a statement. `none`: no pooler. */
export type Pooling = 'none' | 'session' | 'transaction' | 'statement'

/** A pooler whose sessions change under a connection; the message is for the operator, with what to do. */
export class SharedSessions extends Error {
  constructor(readonly pooling: 'transaction' | 'statement') {
    super(
      `PostgreSQL: a pooler in between (pgBouncer) gives each ${pooling} another session, and advisory locks, LISTEN and settings need one that stays. ${POOLING_FIX}`,
    )
  }
}

export const POOLING_FIX =
  'Set pool_mode = session for this database in the pooler, or let DATABASE_URL lead past it.'

/** Throws SharedSessions where sessions don't stay with their connection, and what PostgreSQL says. decision 44 */
export async function refuseSharedSessions(url: string): Promise<void> {
  const pooling = await poolingAt(url)
  if (pooling === 'transaction' || pooling === 'statement') throw new SharedSessions(pooling)
}

const PATIENCE_MS = 10_000
/** How often a pooler may happen to give the same session twice in a row before it is taken for one that keeps it. */
const ROUNDS = 3

/** Asks without leaving a setting behind: in a shared session it would be somebody else's. Throws what PostgreSQL says. */
export async function poolingAt(url: string, patience = PATIENCE_MS): Promise<Pooling> {
  const one = await plain(url, patience)
  try {
    // A pooler makes up the process number that a connection is told; a server, and a proxy, tell the session's own.
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
    // A connection that broke has said nothing about it.
    if (!(error as { severity?: string }).severity) throw error
    return false
  }
}

/** The other one holds a session in a transaction: is that the one's, or does the one get another? */
async function isShared(one: pg.Client, other: pg.Client): Promise<boolean> {
  const before = await sessionOf(one)
  if ((await sessionOf(one)) !== before) return true
  await other.query('begin')
  const held = await sessionOf(other)
  const after = await sessionOf(one)
  await other.query('commit')
  return held === before || after !== before
}
