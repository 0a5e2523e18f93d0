import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type TestRedis = {
  url: string
  port: number
  /** kill -9, and back on the same port with what it had kept. */
  kill: () => Promise<void>
  revive: () => Promise<void>
  /** SIGSTOP and SIGCONT: it keeps its connections and says nothing. */
  freeze: () => void
  thaw: () => void
  stop: () => Promise<void>
}

/** Is there a Redis to test with: the one of REDIS_URL, or a redis-server to start? Under CI=true there must be one. */
export function hasRedis(): boolean {
  if (process.env.REDIS_URL) return true
  const found = spawnSync('redis-server', ['--version']).status === 0
  if (found) return true
  if (process.env.CI === 'true') throw new Error('redis-server is missing, and CI=true wants it')
  process.stderr.write('No redis-server here: the tests on Redis are left out.\n')
  return false
}

/** The Redis of REDIS_URL, or one of its own. */
export async function redisToTestWith(): Promise<Pick<TestRedis, 'url' | 'stop'>> {
  return process.env.REDIS_URL ? { url: process.env.REDIS_URL, stop: async () => {} } : startRedis()
}

/** A Redis of its own on loopback, as Estafette needs it unless `settings` say otherwise. */
export async function startRedis(settings: string[] = ['--appendonly', 'yes']): Promise<TestRedis> {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-redis-'))
  const port = await freePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', dir, '--save', '', ...settings]
  const begin = async () => {
    const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] })
    await ready(server)
    return server
  }
  let server = await begin()
  const kill = async () => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const ended = new Promise(resolve => server.once('exit', resolve))
    server.kill('SIGKILL')
    await ended
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    revive: async () => {
      server = await begin()
    },
    freeze: () => server.kill('SIGSTOP'),
    thaw: () => server.kill('SIGCONT'),
    stop: async () => {
      await kill()
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

function ready(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    server.stdout?.on('data', chunk => {
      said += chunk
      if (said.includes('Ready to accept connections')) resolve()
    })
    server.once('exit', code => reject(new Error(`redis-server ended (${code}): ${said}`)))
  })
}

export function freePort(): Promise<number> {
  return new Promise(resolve => {
    const probe = createServer()
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })
}
