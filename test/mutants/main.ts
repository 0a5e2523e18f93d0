import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'
import { MUTANTS, type Mutant } from './mutants.js'

/** Two copies are worked on at once: most of a test's time is a database that starts. */
const LANES = 2
const LEFT_OUT = ['node_modules', 'data', '.git', 'coverage', 'docs']

/** Takes each guard out of a copy of the checkout, runs the test that holds it, and wants it red; whole, it must be green. */
async function main(): Promise<number> {
  const waiting = [...MUTANTS]
  const survived: string[] = []
  const lanes = Array.from({ length: LANES }, () => copyOfTheCheckout())
  try {
    await Promise.all(
      lanes.map(async dir => {
        for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
          const complaint = await judge(dir, mutant)
          process.stdout.write(`${complaint ? `SURVIVED (${complaint})` : 'killed'}  ${mutant.guard}\n`)
          if (complaint) survived.push(mutant.guard)
        }
      }),
    )
  } finally {
    for (const dir of lanes) rmSync(dir, { recursive: true, force: true })
  }
  process.stdout.write(`${MUTANTS.length - survived.length} of ${MUTANTS.length} mutants killed\n`)
  return survived.length === 0 ? 0 : 1
}

function copyOfTheCheckout(): string {
  const dir = mkdtempSync(join(tmpdir(), 'estafette-mutants-'))
  const isIn = (path: string) => !LEFT_OUT.includes(path.slice(PROJECT_ROOT.length).split('/')[0] ?? '')
  cpSync(PROJECT_ROOT, dir, {
    recursive: true,
    filter: path => path.length <= PROJECT_ROOT.length || isIn(path),
  })
  symlinkSync(join(PROJECT_ROOT, 'node_modules'), join(dir, 'node_modules'))
  return dir
}

/** Null when the test was green before and is red after. Throws when a string that is to be cut is not there. */
async function judge(dir: string, { guard, file, cuts, test, named }: Mutant): Promise<string | null> {
  const path = join(dir, file)
  const whole = readFileSync(path, 'utf8')
  let cut = whole
  for (const [find, replacement] of cuts) {
    if (cut.split(find).length !== 2)
      throw new Error(`${guard}: ${file} does not hold exactly once: ${JSON.stringify(find)}`)
    cut = cut.replace(find, () => replacement)
  }
  const before = await jest(dir, test, named)
  if (before.ran === 0) return `no test is named "${named}"`
  if (before.status !== 0) return `its test is red already: ${test}`
  writeFileSync(path, cut)
  try {
    return (await jest(dir, test, named)).status === 0 ? `${test} stays green` : null
  } finally {
    writeFileSync(path, whole)
  }
}

function jest(dir: string, test: string, named: string): Promise<{ status: number; ran: number }> {
  const flags = [
    '--experimental-vm-modules',
    '--no-warnings',
    'node_modules/jest/bin/jest.js',
    '--forceExit',
    '-i',
    // A slow machine must not make a test red.
    '--testTimeout=300000',
  ]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, test, '-t', named], {
      cwd: dir,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', chunk => {
      said += chunk
    })
    child.once('error', reject)
    child.once('close', code => {
      const ran = /^Tests:.*?(\d+) (?:passed|failed)/m.exec(said)
      resolve({ status: code ?? 1, ran: Number(ran?.[1] ?? 0) })
    })
  })
}

process.exitCode = await main()
