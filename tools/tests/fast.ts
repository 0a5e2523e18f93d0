import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'
import { fastTests } from './fast-tests.js'

/** Runs the tests that need no database: `npm run test:fast -- [options of jest]`. */
const tests = fastTests(PROJECT_ROOT, path => readFileSync(join(PROJECT_ROOT, path), 'utf8'))
const jest = ['src/launch.js', '--run', 'jest', '--runTestsByPath', ...tests, ...process.argv.slice(2)]
process.exitCode = spawnSync(process.execPath, jest, { cwd: PROJECT_ROOT, stdio: 'inherit' }).status ?? 1
