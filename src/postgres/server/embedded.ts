import type pg from 'pg'
import { openCluster, passwordOf } from './cluster.js'
import { connectOne } from './connection.js'
import { IN_USE, leave, pause, serverUrl, takeLease } from './lease.js'
import { APP_ROLE, appPassword, ensureAppRole } from './roles.js'
import { isServer, postmaster, stopServer } from './server-process.js'

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
