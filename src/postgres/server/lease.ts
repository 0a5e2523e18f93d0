import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import { type Cluster, type Place, stopServer } from './server-process.js'

/** The advisory lock that each process shares while it uses the embedded server ("ESTA" as a number). */
export const IN_USE = 0x45535441

/** The port comes from one reading: a stopping server may remove its file between two. */
export function serverUrl(
  cluster: Pick<Cluster, 'password'>,
  port: number,
  role = 'estafette',
  password = cluster.password,
): string {
  return `postgres://${role}:${password}@127.0.0.1:${port}/postgres`
}

export async function leave(cluster: Cluster, lease: pg.Client) {
  try {
    await lease.query('select pg_advisory_unlock_shared($1)', [IN_USE])
    // decision 5
    const { rows } = await lease.query('select pg_try_advisory_lock($1) as alone', [IN_USE])
    if (rows[0].alone) await stopServer(cluster)
  } catch {
    // The server has gone: there is nothing to stop.
  }
  await lease.end().catch(() => {})
}

/** Removes the record of a dead server, so that a new one starts even if its process number was reused. */
export function forgetServer({ dir }: Place) {
  rmSync(join(dir, 'postmaster.pid'), { force: true })
}
