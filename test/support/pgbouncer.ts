import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './redis.js'

const PROGRAM = '/usr/sbin/pgbouncer'

export type TestPgBouncer = {
  /** Another URL, as one goes to it through this pgBouncer. */
  through: (url: string) => string
  port: number
  /** kill -9, and back on the same port. */
  kill: () => Promise<void>
  revive: () => Promise<void>
  stop: () => Promise<void>
}

/** Is there a pgBouncer to test with? Under CI=true there must be one. */
export function hasPgBouncer(): boolean {
  if (spawnSync(PROGRAM, ['--version']).status === 0) return true
  if (process.env.CI === 'true') throw new Error('pgbouncer is missing, and CI=true wants it')
  process.stderr.write('No pgbouncer here: the tests through a pooler are left out.\n')
  return false
}

/** A pgBouncer of its own on loopback before the server of a URL, whose role and password it knows; `settings` go into its configuration. */
export async function startPgBouncer(
  url: string,
  poolMode: 'session' | 'transaction' | 'statement',
  settings: Record<string, string> = {},
): Promise<TestPgBouncer> {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-pgbouncer-'))
  const port = await freePort()
  const server = new URL(url)
  const [user, password] = [server.username, server.password].map(decodeURIComponent) as [string, string]
  const main = {
    listen_addr: '127.0.0.1',
    listen_port: String(port),
    unix_socket_dir: '',
    auth_type: 'trust',
    auth_file: join(dir, 'users'),
    pool_mode: poolMode,
    default_pool_size: '60',
    max_client_conn: '200',
    server_login_retry: '1',
    ...settings,
  }
  writeFileSync(join(dir, 'users'), `"${user}" "${password}"\n`)
  writeFileSync(
    join(dir, 'pgbouncer.ini'),
    [
      '[databases]',
      `* = host=${server.hostname} port=${server.port}`,
      '[pgbouncer]',
      ...Object.entries(main).map(([name, value]) => `${name} = ${value}`),
      '',
    ].join('\n'),
  )
  // It refuses to run as root.
  chmodSync(dir, 0o755)
  const asNobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {}
  const begin = async () => {
    const started = spawn(PROGRAM, ['-q', join(dir, 'pgbouncer.ini')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      ...asNobody,
    })
    await answering(started, port)
    return started
  }
  let child = await begin()
  const kill = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise(resolve => child.once('exit', resolve))
    child.kill('SIGKILL')
    await ended
  }
  return {
    port,
    kill,
    revive: async () => {
      child = await begin()
    },
    through: other => {
      const changed = new URL(other)
      changed.port = String(port)
      return changed.href
    },
    stop: async () => {
      await kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function answering(child: ChildProcess, port: number): Promise<void> {
  let said = ''
  child.stderr?.on('data', chunk => {
    said += chunk
  })
  for (let look = 0; look < 200; look++) {
    if (child.exitCode !== null) break
    const isThere = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1', () => resolve(true))
      socket.on('error', () => resolve(false))
      socket.on('connect', () => socket.destroy())
    })
    if (isThere) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(`pgbouncer does not answer: ${said}`)
}
