#!/usr/bin/env node
// The one entry point of all npm scripts. Plain JavaScript without dependencies: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
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
  if (isInstalled(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'))) return
  process.stderr.write('Installing the dependencies (npm ci), once …\n')
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status === 0) return
  process.stderr.write(
    'The installation failed; npm says why above. When it is mended, run the command again.\n',
  )
  process.exit(3)
}

/** npm notes what it installed. An `npm install` writes that note first and the lockfile after it, so a date alone is no proof. */
function isInstalled(lockfile, note) {
  if (!existsSync(note)) return false
  if (!existsSync(lockfile) || statSync(note).mtimeMs >= statSync(lockfile).mtimeMs) return true
  const [wanted, installed] = [lockfile, note].map(file => JSON.parse(readFileSync(file, 'utf8')).packages)
  return Object.entries(wanted).every(
    ([path, { version, optional, dev }]) =>
      path === '' || installed[path]?.version === version || (!installed[path] && (optional || dev)),
  )
}
