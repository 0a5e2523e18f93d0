import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { clusterDir } from './cluster-place.js'
import { makeFolder } from './make-folder.js'
import {
  asServerUser,
  type ServerBinaries,
  type ServerUser,
  serverBinaries,
  serverUser,
} from './server-binaries.js'

/** A PostgreSQL data directory below DATA_DIR, and what it takes to run its server. */
export type Cluster = {
  dir: string
  log: string
  password: string
  binaries: ServerBinaries
  user: ServerUser
}

/**
 * The cluster under `dataDir/postgres`, made when missing. Two that make it at once each make their own beside it;
 * whoever renames first wins, the other takes the winner's. Throws with initdb's words when it can't be made.
 */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const dir = clusterDir(dataDir)
  makeFolder(dataDir)
  const binaries = serverBinaries()
  const user = serverUser([resolve(dataDir), binaries.initdb])
  const cluster = { dir, log: resolve(dataDir, 'postgres.log'), binaries, user }
  if (!existsSync(join(dir, 'PG_VERSION'))) await makeCluster(cluster)
  return { ...cluster, password: readFileSync(passwordFile(dir), 'utf8') }
}

const passwordFile = (dir: string) => join(dir, 'estafette.password')
const portFile = (dir: string) => join(dir, 'estafette.port')

async function makeCluster({ dir, binaries, user }: Omit<Cluster, 'password'>) {
  const own = `${dir}.new-${process.pid}-${randomBytes(3).toString('hex')}`
  const secret = `${own}.password`
  const password = randomBytes(24).toString('hex')
  try {
    mkdirSync(own, { mode: 0o700 })
    writeFileSync(secret, password, { mode: 0o600 })
    if (user.kind === 'other') for (const path of [own, secret]) chownSync(path, user.uid, user.gid)
    const auth = ['-U', 'estafette', '--auth=scram-sha-256', `--pwfile=${secret}`]
    await run(user, binaries.initdb, ['-D', own, ...auth, '--encoding=UTF8', '--no-locale'])
    writeFileSync(passwordFile(own), password, { mode: 0o600 })
    renameSync(own, dir)
  } catch (error) {
    if (!existsSync(join(dir, 'PG_VERSION'))) throw error
  } finally {
    rmSync(own, { recursive: true, force: true })
    rmSync(secret, { force: true })
  }
}

/** What postmaster.pid says of a server that runs, or ran until it was killed. */
export function postmaster({ dir }: Cluster): { pid: number; port: number } | null {
  try {
    const lines = readFileSync(join(dir, 'postmaster.pid'), 'utf8').split('\n')
    const [pid, port] = [Number(lines[0]), Number(lines[3])]
    return pid && port ? { pid, port } : null
  } catch {
    return null
  }
}

/** Is this process the cluster's server? After a crash its number may belong to somebody else by now, even to another PostgreSQL. */
export function isServer(pid: number, { dir }: Pick<Cluster, 'dir'>): boolean {
  if (!isAlive(pid)) return false
  try {
    // A PostgreSQL server works in its data directory.
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(dir)
  } catch {
    // Not told: rather wait for a stranger than start a second server beside a first.
    return !existsSync('/proc/self') || isNamedPostgres(pid)
  }
}

/** Is there such a process, whoever it belongs to? */
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

/** Forgets a server that is gone, so that a new one starts although its process number was given to somebody else. */
export function forgetServer({ dir }: Cluster) {
  rmSync(join(dir, 'postmaster.pid'), { force: true })
}

/**
 * Starts the server on loopback, on the port that it had before where that is free: pools find it again.
 * Resolves also when another process started it first; throws with the server's words when it can't start.
 */
export async function startServer(cluster: Cluster) {
  const { dir, log, binaries, user } = cluster
  const port = await freePort(lastPort(dir))
  writeFileSync(portFile(dir), String(port))
  if (!existsSync(log)) writeFileSync(log, '', { mode: 0o600 })
  if (user.kind === 'other') chownSync(log, user.uid, user.gid)
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=200`
  try {
    await run(user, binaries.pgCtl, ['start', '-w', '-t', '60', '-s', '-D', dir, '-l', log, '-o', settings])
  } catch (error) {
    const found = postmaster(cluster)
    if (!found || !isServer(found.pid, cluster))
      throw new Error(`${(error as Error).message}. Its log: ${log}`)
  }
}

/**
 * Stops the server; running transactions are rolled back (PostgreSQL's fast shutdown). Waits itself: `pg_ctl stop -w` goes by the pid file alone, and
 * when somebody else starts a server at once, it waits for that one to go.
 */
export async function stopServer(cluster: Cluster) {
  const { dir, binaries, user } = cluster
  const pid = postmaster(cluster)?.pid
  await run(user, binaries.pgCtl, ['stop', '-W', '-s', '-m', 'fast', '-D', dir])
  const end = performance.now() + STOPPING
  while (pid && postmaster(cluster)?.pid === pid && isAlive(pid)) {
    if (performance.now() > end) throw new Error(`PostgreSQL (process ${pid}) does not stop`)
    await pause(20)
  }
}

/** In milliseconds. */
const STOPPING = 60_000

function lastPort(dir: string): number {
  try {
    return Number(readFileSync(portFile(dir), 'utf8')) || 0
  } catch {
    return 0
  }
}

function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', error => (wanted ? freePort(0).then(resolve, reject) : reject(error)))
    probe.listen({ port: wanted, host: '127.0.0.1' }, () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}

function run(user: ServerUser, command: string, args: string[]): Promise<void> {
  const call = asServerUser(user, command, args)
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' }
  return new Promise((resolve, reject) => {
    const child = spawn(call.command, call.args, {
      ...call.options,
      env,
      cwd: '/',
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', chunk => {
      said += chunk
    })
    child.once('error', reject)
    // The server inherits stderr from pg_ctl only until it opens its log; 'exit' does not wait for that.
    child.once('exit', code => {
      child.stderr.destroy()
      if (code === 0) resolve()
      else reject(new Error(`PostgreSQL: ${reasonIn(said)} (${command.split('/').at(-1)} ${code})`))
    })
  })
}

/** The line that says why; the last one often says only what was taken back. */
function reasonIn(said: string): string {
  const lines = said.trim().split('\n')
  return lines.find(line => /\b(error|fatal|could not|no space)\b/i.test(line)) ?? lines.at(-1) ?? ''
}
