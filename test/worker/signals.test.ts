import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'

/** A process that says when it is ready, and why it was told to end; nothing of it is a terminal. */
const SCRIPT = (hasTerminal: string) => `
import { untilToldToStop } from ${JSON.stringify(`${PROJECT_ROOT}worker/signals.ts`)}
const told = untilToldToStop(false, ${hasTerminal})
const alive = setInterval(() => {}, 1000)
process.on('SIGUSR2', () => console.log('still here'))
console.log('ready')
console.log(await told)
clearInterval(alive)
`

let dir: string
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-signals-'))
})
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Sends each signal once the line before it has been said; resolves to all that was said. */
function signalled(
  hasTerminal: string,
  answers: [said: string, signals: NodeJS.Signals[]][],
): Promise<string[]> {
  const script = join(dir, 'told.mts')
  writeFileSync(script, SCRIPT(hasTerminal))
  const child = spawn(process.execPath, ['--import', 'tsx', script], {
    cwd: PROJECT_ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const lines: string[] = []
  child.stdout.on('data', chunk => {
    for (const line of String(chunk).trim().split('\n')) {
      lines.push(line)
      const [, signals = []] = answers.find(([said]) => said === line) ?? []
      for (const signal of signals) child.kill(signal)
    }
  })
  return new Promise(resolve => child.once('close', code => resolve([...lines, `exit ${code}`])))
}

describe('a process that stays', () => {
  it('does not end when the terminal that it was started from with nohup is closed', async () => {
    const said = await signalled('undefined', [
      ['ready', ['SIGHUP', 'SIGUSR2']],
      ['still here', ['SIGTERM']],
    ])
    expect(said).toEqual(['ready', 'still here', 'SIGTERM', 'exit 0'])
  })

  it('ends with its own terminal', async () => {
    expect(await signalled('true', [['ready', ['SIGHUP']]])).toEqual(['ready', 'SIGHUP', 'exit 0'])
  })
})
