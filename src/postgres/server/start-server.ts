import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Cluster, isReady, isServer, postmaster } from './server-process.js'

/** Whether the server of the cluster in this folder runs. */
export function isRunning(dir: string): boolean {
  const found = postmaster({ dir })
  return found !== null && isServer(found.pid, { dir })
}

/**
 * Starts the server on loopback, on its earlier port if free, so that pools find it. Not by pg_ctl, which passes paths to a shell and opens the log
 * as the server. The server outlives this process. Resolves also when another process started it; throws the server's words.
 */
export async function startServer(cluster: Cluster) {
  const { dir, log, binaries, account } = cluster
  const port = await freePort(lastPort(dir))
  writeFileSync(portFile(dir), String(port))
  const output = openSync(log, 'a', 0o600)
  const logged = statSync(log).size
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200']
  const child = spawn(
    binaries.postgres,
    ['-D', dir, '-p', String(port), ...settings.flatMap(one => ['-c', one])],
    {
      ...account,
      detached: true,
      cwd: '/',
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' },
      stdio: ['ignore', output, output],
    },
  )
  closeSync(output)
  child.unref()
  let failure: string | null = null
  child.once('error', error => {
    failure = error.message
  })
  const late = performance.now() + STARTING_MS
  while (failure === null && !isReady(dir, child.pid)) {
    if (child.exitCode !== null || child.signalCode !== null) failure = lastWords(log, logged)
    else if (performance.now() > late) failure = `it did not start within ${STARTING_MS / 1000} s`
    else await pause(10)
  }
  if (failure !== null && !isRunning(dir)) throw new Error(`PostgreSQL: ${failure}. Its log: ${log}`)
}

const STARTING_MS = 60_000

/** The server's log since its start, as far as it explains the end. */
function lastWords(log: string, from: number): string {
  const lines = textFrom(log, from).trim().split('\n')
  const reason = lines.findLast(line => /\b(FATAL|PANIC|ERROR)\b/.test(line)) ?? lines.at(-1) ?? ''
  return reason.replace(/^.*?(?=FATAL|PANIC|ERROR)/, '') || 'it ended without a word'
}

/** A log may span years: only the new part is read. */
function textFrom(file: string, from: number): string {
  const bytes = Buffer.alloc(Math.min(LAST_WORDS_BYTES, Math.max(0, statSync(file).size - from)))
  const handle = openSync(file, 'r')
  try {
    return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, from)).toString()
  } finally {
    closeSync(handle)
  }
}

const LAST_WORDS_BYTES = 64 * 1024
const portFile = (dir: string) => join(dir, 'estafette.port')

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
