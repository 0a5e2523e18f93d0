import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'

export type Running = {
  pid: number
  /** What it has written so far, stdout and stderr apart. */
  out: () => string
  err: () => string
  signal: (signal: NodeJS.Signals) => void
  /** Resolves when stderr or stdout holds the text; rejects when the process ends without. */
  says: (text: string) => Promise<void>
  /** The exit status, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>
  /** kill -9, and waits for its end. */
  kill: () => Promise<void>
}

const PROGRAM = join(PROJECT_ROOT, 'src', 'launch.js')
const TOLD_LONG_AGO = 120_000

/** Starts a real Estafette process with this environment and nothing else of ours; `descriptors`: how many it may open (ulimit -n). */
export function run(
  args: string[],
  env: Record<string, string>,
  cwd: string,
  descriptors: number | null = null,
): Running {
  const { PATH = '' } = process.env
  const limited = descriptors === null ? [] : ['sh', '-c', `ulimit -n ${descriptors} && exec "$0" "$@"`]
  const [file = '', ...rest] = [...limited, process.execPath, PROGRAM, ...args]
  const child = spawn(file, rest, {
    cwd,
    env: { PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const said = { out: '', err: '' }
  const listeners = new Set<() => void>()
  const hear = (which: 'out' | 'err') => (chunk: Buffer) => {
    said[which] += chunk
    for (const listener of listeners) listener()
  }
  child.stdout.on('data', hear('out'))
  child.stderr.on('data', hear('err'))
  const ended = endOf(child)
  return {
    pid: child.pid ?? 0,
    out: () => said.out,
    err: () => said.err,
    signal: signal => {
      child.kill(signal)
      // Whoever was told to end and doesn't must not hold up the run; that it was killed then tells on it.
      if (signal === 'SIGTERM') setTimeout(() => child.kill('SIGKILL'), TOLD_LONG_AGO).unref()
    },
    says: text =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!said.out.includes(text) && !said.err.includes(text)) return
          listeners.delete(look)
          resolve()
        }
        listeners.add(look)
        look()
        ended.then(code => reject(new Error(`ended (${code}) before it said "${text}": ${said.err}`)))
      }),
    ended,
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
  }
}

/**
 * How many times slower than a quiet machine of 2 cores this one is just now, 1 or more: by the start of a process. Promises in seconds
 * are held to this measure, since a machine that others use proves nothing about us.
 */
export async function slowness(): Promise<number> {
  const began = performance.now()
  await run(['--help'], {}, tmpdir()).ended
  return Math.min(SLOWEST, Math.max(1, (performance.now() - began) / QUIET_START))
}

/** A machine that is slower still can't judge. */
const SLOWEST = 3
/** The start of a process on a quiet machine of 2 cores, generously, in milliseconds. */
const QUIET_START = 1100

function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise(resolve => child.once('close', (code, signal) => resolve(code ?? signal ?? -1)))
}
