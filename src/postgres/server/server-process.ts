import { existsSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Account } from './server-account.js'
import type { ServerBinaries } from './server-binaries.js'

/**
 * Stops the server and rolls running transactions back (SIGINT: PostgreSQL's fast shutdown). Watches the process: a server that another command
 * starts at once isn't waited for.
 */
export async function stopServer(cluster: Place) {
  const pid = postmaster(cluster)?.pid
  if (!pid || !isServer(pid, cluster)) return
  process.kill(pid, 'SIGINT')
  const end = performance.now() + STOPPING_MS
  while (postmaster(cluster)?.pid === pid && isAlive(pid)) {
    if (performance.now() > end) throw new Error(`PostgreSQL (process ${pid}) does not stop`)
    await pause(20)
  }
}

const STOPPING_MS = 60_000

/** A PostgreSQL data directory, and what its server needs to run. */
export type Cluster = {
  dir: string
  log: string
  password: string
  binaries: ServerBinaries
  /** The server's account; null: ours. */
  account: Account | null
}

export type Place = Pick<Cluster, 'dir'>

/** The data in postmaster.pid of a running or killed server. */
export function postmaster({ dir }: Place): { pid: number; port: number } | null {
  const { pid, port } = lockFile(dir)
  return pid && port ? { pid, port } : null
}

/** PostgreSQL's own file, by lines: process, folder, start, port, socket folder, address, memory, state. */
function lockFile(dir: string): { pid: number; port: number; isReady: boolean } {
  try {
    const lines = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')
    return {
      pid: Number(lines[0]),
      port: Number(lines[3]),
      isReady: lines[7]?.startsWith('ready') === true,
    }
  } catch {
    return { pid: 0, port: 0, isReady: false }
  }
}

/** Whether this process is the cluster's server. After a crash its number may belong to another process, even another PostgreSQL. */
export function isServer(pid: number, { dir }: Place): boolean {
  if (!isAlive(pid)) return false
  try {
    // A PostgreSQL server works in its data directory.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dir)
  } catch {
    // Unknown: better to wait for a stranger than to start a second server beside a first.
    return !existsSync('/proc/self') || isNamedPostgres(pid)
  }
}

/** Whether such a process exists, under any account. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

function isNamedPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres')
  } catch {
    return false
  }
}

export function isReady(dir: string, pid: number | undefined): boolean {
  const found = lockFile(dir)
  return found.isReady && found.pid === pid
}
