import pg from 'pg'
import { openCluster, passwordOf } from './cluster.js'
import { connectOne } from './connection.js'
import { APP_ROLE } from './grant-tables.js'
import { forgetServer, IN_USE, leave, serverUrl } from './lease.js'
import { giveCluster } from './move-cluster.js'
import { appPassword, ensureAppRole } from './roles.js'
import { type Cluster, isAlive, isServer, postmaster, stopServer } from './server-process.js'
import { startServer } from './start-server.js'

export type EmbeddedServer = {
  /** As the owner of everything. */
  url: string
  /** As the application; see roles.ts. */
  appUrl: string
  /** Call it after closing this process's other connections; the last process stops the server. */
  close: () => Promise<void>
}

/**
 * The embedded PostgreSQL of a data directory, shared by all processes of this machine. A running one is adopted, also after its parent was killed;
 * else it is started, and again when it dies. Each process holds a shared advisory lock; only one that gets it exclusively stops the server. Throws
 * when it can't be reached within `patience` milliseconds.
 */
export async function openEmbeddedServer(dataDir: string, patience = 60_000): Promise<EmbeddedServer> {
  const cluster = await openCluster(dataDir)
  let lease = await takeLease(cluster, patience)
  let closing = false
  let returning: Promise<void> = Promise.resolve()
  const keep = (client: pg.Client) => {
    client.on('error', () => {})
    client.on('end', () => {
      if (closing) return
      returning = retake()
    })
  }
  // The disk may be full for an hour: the pools report that, and find the server again later.
  const retake = async () => {
    while (!closing) {
      const next = await takeLease(cluster, patience, () => closing).catch(() => null)
      if (!next) {
        await pause(RETRY_MS)
        continue
      }
      lease = next
      keep(next)
      return
    }
  }
  try {
    await ensureAppRole(lease, appPassword(cluster.password))
  } catch (error) {
    await leave(cluster, lease)
    throw error
  }
  keep(lease)
  const { port } = lease
  return {
    url: serverUrl(cluster, port),
    appUrl: serverUrl(cluster, port, APP_ROLE, appPassword(cluster.password)),
    close: async () => {
      closing = true
      await returning
      await leave(cluster, lease)
    },
  }
}

/** Stops a cluster's server unless it is used or doesn't answer. True: it doesn't run. */
export async function stopIfUnused(dir: string): Promise<boolean> {
  const found = postmaster({ dir })
  if (!found || !isServer(found.pid, { dir })) return true
  let client: pg.Client | null = null
  try {
    client = await connectOne(serverUrl({ password: passwordOf(dir) }, found.port), {
      connectionTimeoutMillis: 5000,
    })
    const { rows } = await client.query('select pg_try_advisory_lock($1) as alone', [IN_USE])
    if (!rows[0].alone) return false
    await stopServer({ dir })
    return true
  } catch {
    return false
  } finally {
    await client?.end().catch(() => {})
  }
}

/** Milliseconds between attempts to restart a lost server. */
const RETRY_MS = 1000

async function takeLease(cluster: Cluster, patience: number, isOver = () => false): Promise<pg.Client> {
  const end = performance.now() + patience
  for (let failures = 0; ; ) {
    const found = postmaster(cluster)
    const result =
      found && isServer(found.pid, cluster) ? await tryLease(cluster, found.port) : await start(cluster)
    if (result instanceof pg.Client) return result
    // A server that is shutting down blocks a start; only consecutive failures mean that none is possible.
    if (result instanceof Error && ++failures >= START_ATTEMPTS) throw result
    // The process that started the server also takes a lease; otherwise nothing would stop it.
    if (performance.now() > end || (isOver() && result !== 'started')) {
      const who = found ? ` (process ${found.pid})` : ''
      throw new Error(`The embedded PostgreSQL under ${cluster.dir}${who} does not answer: ${result}`)
    }
    if (result === 'started') failures = 0
    else await pause(result instanceof Error ? 200 : 50)
  }
}

const START_ATTEMPTS = 8

async function start(cluster: Cluster): Promise<'started' | Error> {
  const found = postmaster(cluster)
  // PostgreSQL itself handles a dead process's number, but not one reused by a stranger.
  if (found && isAlive(found.pid) && !isServer(found.pid, cluster)) forgetServer(cluster)
  // The files of an earlier version's account were in use until now.
  if (cluster.account) giveCluster(cluster.dir, cluster.account)
  return startServer(cluster).then(
    () => 'started' as const,
    (error: Error) => error,
  )
}

async function tryLease(cluster: Cluster, port: number): Promise<pg.Client | string> {
  let client: pg.Client | null = null
  try {
    client = await connectOne(serverUrl(cluster, port), {
      application_name: 'estafette lease',
      connectionTimeoutMillis: 5000,
    })
    const { rows } = await client.query('select pg_try_advisory_lock_shared($1) as mine', [IN_USE])
    if (rows[0].mine) return client
    await client.end()
    return 'it is shutting down'
  } catch (error) {
    await client?.end().catch(() => {})
    return (error as Error).message
  }
}

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))
