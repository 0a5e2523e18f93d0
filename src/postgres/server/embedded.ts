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
  /** As the application: see roles.ts. */
  appUrl: string
  /** Call when all other connections of this process are closed; the last process to leave stops the server. */
  close: () => Promise<void>
}

/**
 * The embedded PostgreSQL of this data directory: adopted where it runs (also after its parent was killed),
 * started where it does not, shared by all processes of this machine. Whoever uses it holds a shared advisory lock;
 * it is stopped only by one who gets that lock alone. When the server dies meanwhile, it is started again.
 * Throws when it can't be reached within `patience` milliseconds.
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
  // The disk may be full for an hour: the pools of the application say so meanwhile, and find the server again afterwards.
  const retake = async () => {
    while (!closing) {
      const next = await takeLease(cluster, patience, () => closing).catch(() => null)
      if (!next) {
        await pause(RETRY_AFTER)
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

/** Stops the server of a cluster unless somebody uses it, or it does not say so. True: it does not run. */
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

/** Between two attempts to bring a lost server back, in milliseconds. */
const RETRY_AFTER = 1000

async function takeLease(cluster: Cluster, patience: number, isOver = () => false): Promise<pg.Client> {
  const end = performance.now() + patience
  for (let failures = 0; ; ) {
    const found = postmaster(cluster)
    const result =
      found && isServer(found.pid, cluster) ? await tryLease(cluster, found.port) : await start(cluster)
    if (result instanceof pg.Client) return result
    // One that is just shutting down lets nobody start: several failures in a row mean that it can't be started.
    if (result instanceof Error && ++failures >= START_TRIES) throw result
    // Whoever has just started it takes it, and leaves it as the last one does: else nobody would stop it.
    if (performance.now() > end || (isOver() && result !== 'started')) {
      const who = found ? ` (process ${found.pid})` : ''
      throw new Error(`The embedded PostgreSQL under ${cluster.dir}${who} does not answer: ${result}`)
    }
    if (result === 'started') failures = 0
    else await pause(result instanceof Error ? 200 : 50)
  }
}

const START_TRIES = 8

async function start(cluster: Cluster): Promise<'started' | Error> {
  const found = postmaster(cluster)
  // Of a process that is gone, PostgreSQL itself knows what to think; of a stranger with its number it does not.
  if (found && isAlive(found.pid) && !isServer(found.pid, cluster)) forgetServer(cluster)
  // One of an earlier version's account was in use until now.
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
