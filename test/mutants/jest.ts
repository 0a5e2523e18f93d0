import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** What became of the tests that ran; `failed` holds each red test's messages, `said` what jest wrote. */
export type Ran = { passed: number; failed: string[]; said: string }

const REPORT = 'jest-report.json'

/** Runs the tests of a file of a checkout whose names match, with no limit of time that a slow machine could pass. */
export function jest(dir: string, test: string, named: string): Promise<Ran> {
  const report = join(dir, REPORT)
  rmSync(report, { force: true })
  const flags = [
    'src/launch.js',
    '--run',
    'jest',
    '--forceExit',
    '-i',
    '--json',
    `--outputFile=${report}`,
    // A slow machine must not make a test red.
    '--testTimeout=300000',
  ]
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...flags, test, '-t', named], {
      cwd: dir,
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.on('data', chunk => {
      said += chunk
    })
    child.once('error', reject)
    child.once('close', () => resolve({ ...reported(report), said }))
  })
}

type Report = { testResults: { assertionResults: { status: string; failureMessages: string[] }[] }[] }

/** Nothing ran where jest left no report. */
function reported(file: string): Omit<Ran, 'said'> {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return { passed: 0, failed: [] }
  }
  const { testResults } = JSON.parse(text) as Report
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults)
  return {
    passed: tests.filter(({ status }) => status === 'passed').length,
    failed: tests
      .filter(({ status }) => status === 'failed')
      .map(({ failureMessages }) => failureMessages.join('\n')),
  }
}

/** Was it an expectation that was not met? Else the test broke: of an error that the program threw, of a hook, of time. */
export function isExpectation(message: string): boolean {
  return /^(?:\w*Error: )?expect\(/m.test(message)
}
