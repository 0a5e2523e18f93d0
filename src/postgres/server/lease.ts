import pg from 'pg'
import { connectOne } from './connection.js'
import { giveCluster } from './move-cluster.js'
import { type Cluster, forgetServer, isAlive, isServer, postmaster, stopServer } from './server-process.js'
import { startServer } from './start-server.js'

/** The advisory lock that every process holds, shared, while it uses the embedded server ("ESTA" as a number). */
export const IN_USE = 0x45535441

/** The port is that of one reading: a server that stops takes its file away between two. */
export function serverUrl(
  cluster: Pick<Cluster, 'password'>,
  port: number,
  role = 'estafette',
  password = cluster.password,
): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/postgres`
}

export async function takeLease(
  cluster: Cluster,
  patience: number,
  isOver = () => false,
): Promise<pg.Client> {
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

export async function leave(cluster: Cluster, lease: pg.Client) {
  try {
    await lease.query('select pg_advisory_unlock_shared($1)', [IN_USE])
    // decision 5
    const { rows } = await lease.query('select pg_try_advisory_lock($1) as alone', [IN_USE])
    if (rows[0].alone) await stopServer(cluster)
  } catch {
    // The server is gone already: there is nothing left to stop.
  }
  await lease.end().catch(() => {})
}

export const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))
