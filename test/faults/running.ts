import { type ChildProcess, spawn } from 'node:child_process'
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

/** Starts a real Estafette process: `node src/launch.js …` with this environment and nothing else of ours. */
export function run(args: string[], env: Record<string, string>, cwd: string): Running {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, [`${PROJECT_ROOT}src/launch.js`, ...args], {
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
    signal: signal => child.kill(signal),
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

function endOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise(resolve => child.once('close', (code, signal) => resolve(code ?? signal ?? -1)))
}
