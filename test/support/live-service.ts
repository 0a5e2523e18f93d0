import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'

export type LiveService = {
  /** What it said so far on stderr. */
  spoken: () => string
  /** Resolves once it is so; rejects with what was said when the service ends, or after so many milliseconds. */
  until: (isSo: () => boolean, patience: number) => Promise<void>
  stop: () => Promise<void>
}

/** The real service, started in a folder as an operator does, with the real clock; resolves once it runs. */
export async function startService(dir: string): Promise<LiveService> {
  const env = { ...process.env, PORT: String(await freePort()), NODE_OPTIONS: '', npm_lifecycle_event: '' }
  const service = spawn(process.execPath, [join(PROJECT_ROOT, 'src/launch.js'), 'start'], { cwd: dir, env })
  let spoken = ''
  service.stderr.on('data', text => {
    spoken += text
  })
  const until: LiveService['until'] = async (isSo, patience) => {
    const end = performance.now() + patience
    while (!isSo()) {
      if (performance.now() > end || service.exitCode !== null)
        throw new Error(`It did not happen.\n${spoken}`)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
  const stop = async () => {
    const ended = new Promise(resolve => service.once('exit', resolve))
    service.kill('SIGTERM')
    await ended
  }
  await until(() => spoken.includes('Estafette runs'), 120_000)
  return { spoken: () => spoken, until, stop }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise(resolve => server.close(resolve))
  return port
}
