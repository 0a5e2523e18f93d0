#!/usr/bin/env node
// The one entry point of all npm scripts. Plain JavaScript without dependencies: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
install()
const [first, tool, ...rest] = process.argv.slice(2)
if (first === '--run') {
  const program = join(root, 'node_modules', tool, 'bin', `${tool}.js`)
  const args = ['--experimental-vm-modules', '--no-warnings', program, ...rest]
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1
} else {
  const { register } = await import('tsx/esm/api')
  register()
  const { main } = await import('./cli.ts')
  process.exitCode = await main(process.argv.slice(2))
}

/** Installs the locked dependencies when they are missing or older than the lockfile; npm speaks on stderr. */
function install() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  const locked = join(root, 'package-lock.json')
  if (
    existsSync(installed) &&
    (!existsSync(locked) || statSync(installed).mtimeMs >= statSync(locked).mtimeMs)
  )
    return
  process.stderr.write('Installing the dependencies (npm ci), once …\n')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status === 0) return
  process.stderr.write('The installation failed; npm says why above. When it is mended, run the command again.\n')
  process.exit(3)
}
