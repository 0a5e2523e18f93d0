import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'
import { isExpectation, jest } from './jest.js'
import type { Mutant } from './mutant.js'
import { MUTANTS } from './mutants.js'

/** Two copies are worked on at once: most of a test's time is a database that starts. */
const LANES = 2
const LEFT_OUT = ['node_modules', 'data', '.git', 'coverage', 'docs']

/**
 * Takes each guard out of a copy of the checkout, runs the test that holds it, and wants an expectation of it not met; whole, it must be green.
 * Options: --only PATTERN, of the guards' names. Exit status 1 when one survived, 2 when a cut is not there any more.
 */
async function main(argv: string[]): Promise<number> {
  const only = argv.includes('--only') ? new RegExp(argv[argv.indexOf('--only') + 1] ?? '', 'i') : /./
  const wanted = MUTANTS.filter(({ guard }) => only.test(guard))
  const stale = wanted.flatMap(missingCuts)
  if (stale.length > 0) {
    process.stderr.write(`${stale.join('\n')}\n`)
    return 2
  }
  const waiting = [...wanted]
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
  process.stdout.write(`${wanted.length - survived.length} of ${wanted.length} mutants killed\n`)
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

/** What is to be cut and isn't there exactly once: the code has moved on, and the mutant must follow it. */
function missingCuts({ guard, file, cuts }: Mutant): string[] {
  const whole = readFileSync(join(PROJECT_ROOT, file), 'utf8')
  return cuts
    .filter(([find]) => whole.split(find).length !== 2)
    .map(([find]) => `${guard}: ${file} does not hold exactly once: ${JSON.stringify(find)}`)
}

/** Null when the test was green before, and after the cut an expectation of it is not met. */
async function judge(dir: string, { file, cuts, test, named, says = '' }: Mutant): Promise<string | null> {
  const path = join(dir, file)
  const whole = readFileSync(path, 'utf8')
  const cut = cuts.reduce((text, [find, replacement]) => text.replace(find, () => replacement), whole)
  const before = await jest(dir, test, named)
  if (before.failed.length > 0) return `its test is red already: ${test}\n${before.said}`
  if (before.passed === 0) return `no test is named "${named}"`
  writeFileSync(path, cut)
  try {
    const { passed, failed, said } = await jest(dir, test, named)
    // A mutant that doesn't compile, or whose test ends of an error, proves nothing.
    if (passed + failed.length === 0) return `${test} does not run any more\n${said}`
    if (failed.length === 0) return `${test} stays green`
    const unmet = failed.filter(isExpectation)
    if (unmet.length === 0) return `its test broke: ${failed[0]?.split('\n')[0]}`
    return unmet.some(message => message.includes(says))
      ? null
      : `its test does not say "${says}"\n${unmet[0]}`
  } finally {
    writeFileSync(path, whole)
  }
}

process.exitCode = await main(process.argv.slice(2))
