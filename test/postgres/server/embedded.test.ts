import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { PROJECT_ROOT } from '../../../src/config.js'
import { openCluster } from '../../../src/postgres/server/cluster.js'
import { openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { isServer, postmaster } from '../../../src/postgres/server/server-process.js'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-embedded-'))
  // As mktemp -d leaves it: the server's account can't enter by itself.
  chmodSync(dir, 0o700)
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const SESSION = `
  import { openEmbeddedServer } from ${JSON.stringify(join(PROJECT_ROOT, 'src/postgres/server/embedded.ts'))}
  const server = await openEmbeddedServer(process.argv[1])
  process.stdout.write(server.url + '\\n')
  if (process.argv[2] === 'stay') setInterval(() => {}, 1000)
  else await server.close()
`
const session = (mode: 'stay' | 'leave') =>
  spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', SESSION, dir, mode], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })

async function ask(url: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query("select current_setting('fsync') as fsync")
  await client.end()
  return rows[0].fsync
}

async function isRunning(): Promise<boolean> {
  const cluster = await openCluster(dir)
  const found = postmaster(cluster)
  return found !== null && isServer(found.pid, cluster)
}

describe('the embedded PostgreSQL', () => {
  it('is shared by all who use it, and stopped by the last', async () => {
    const servers = await Promise.all(Array.from({ length: 4 }, () => openEmbeddedServer(dir)))
    expect(new Set(servers.map(({ url }) => url)).size).toBe(1)
    for (const server of servers.slice(1)) await server.close()
    expect(await ask(servers[0]?.url ?? '')).toBe('on')
    await servers[0]?.close()
    expect(await isRunning()).toBe(false)
  })

  it('is adopted after the process that started it was killed', async () => {
    const killed = session('stay')
    const url = await new Promise<string>(resolve =>
      killed.stdout?.once('data', chunk => resolve(String(chunk).trim())),
    )
    const gone = new Promise(resolve => killed.once('exit', resolve))
    killed.kill('SIGKILL')
    await gone
    expect(await isRunning()).toBe(true)
    const server = await openEmbeddedServer(dir)
    expect(server.url).toBe(url)
    await server.close()
    expect(await isRunning()).toBe(false)
  })

  it('serves eight commands that begin at once on an empty folder', async () => {
    const sessions = Array.from({ length: 8 }, () => session('leave'))
    const codes = await Promise.all(sessions.map(one => new Promise(resolve => one.once('exit', resolve))))
    expect(codes).toEqual(Array(8).fill(0))
    expect(await isRunning()).toBe(false)
  }, 60_000)

  it('comes back after it was killed itself', async () => {
    const server = await openEmbeddedServer(dir)
    const { pid } = postmaster(await openCluster(dir)) as { pid: number }
    execFileSync('kill', ['-9', String(pid)])
    const again = await openEmbeddedServer(dir)
    expect(await ask(again.url)).toBe('on')
    await again.close()
    await server.close()
    expect(await isRunning()).toBe(false)
  }, 60_000)
})
