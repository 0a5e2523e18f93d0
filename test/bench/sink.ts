import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { closeSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { freePort } from '../support/redis.js'

export type SinkKind = 'smtp-sink' | 'own'

/** A server that takes mails and throws them away, as a process of its own: what it costs is not counted. */
export type Sink = {
  port: number
  /** How many mails it has taken: final dots that it answered with 250. */
  taken: () => number
  close: () => Promise<void>
}

/** Debian's postfix package has both; neither needs a running Postfix. */
export const SMTP_SINK = '/usr/sbin/smtp-sink'
export const SMTP_SOURCE = '/usr/sbin/smtp-source'

export const isThere = (program: string): boolean => spawnSync('test', ['-x', program]).status === 0

/** Starts a sink on loopback, and waits until it answers. */
export async function startSink(kind: SinkKind): Promise<Sink> {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-sink-'))
  const port = await freePort()
  const said = openSync(join(dir, 'said'), 'w+')
  const [program, args] =
    kind === 'smtp-sink'
      ? [
          SMTP_SINK,
          ['-c', ...(process.getuid?.() === 0 ? ['-u', 'nobody'] : []), `127.0.0.1:${port}`, '1000'],
        ]
      : [
          process.execPath,
          ['--import', 'tsx', fileURLToPath(new URL('own-sink.ts', import.meta.url)), String(port)],
        ]
  const sink = spawn(program, args, { stdio: ['ignore', said, said] })
  process.once('exit', () => sink.kill('SIGKILL'))
  await answering(port, sink)
  return {
    port,
    taken: () => lastCount(said),
    close: async () => {
      const ended = new Promise(resolve => sink.once('exit', resolve))
      sink.kill('SIGTERM')
      await ended
      closeSync(said)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

async function answering(port: number, sink: ChildProcess) {
  const { connect } = await import('node:net')
  for (let tries = 0; tries < 200; tries++) {
    if (sink.exitCode !== null) throw new Error(`the sink ended with ${sink.exitCode}`)
    const answers = await new Promise<boolean>(resolve => {
      const socket = connect(port, '127.0.0.1')
      socket.once('data', () => {
        socket.end('QUIT\r\n')
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (answers) return
    await pause(50)
  }
  throw new Error('the sink does not answer')
}

/** The counters of `smtp-sink -c` overwrite one another: "sess=1 quit=1 mesg=2000\r". */
function lastCount(file: number): number {
  const { size } = fstatSync(file)
  const tail = Buffer.alloc(Math.min(size, 200))
  readSync(file, tail, 0, tail.length, size - tail.length)
  const counts = [...tail.toString('latin1').matchAll(/mesg=(\d+)(?=\D)/g)]
  return Number(counts.at(-1)?.[1] ?? 0)
}
