// Installs what is missing, then runs the command line. Plain JavaScript without dependencies: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** How long what is left open may take to close by itself. */
const LEFT_BEHIND_MS = 3000
const say = text => process.stderr.write(`${text}\n`)
greet(process.argv[2])
install()
const [first, tool, ...rest] = process.argv.slice(2)
if (first === '--run') {
  const program = join(root, 'node_modules', tool, 'bin', `${tool}.js`)
  const args = ['--experimental-vm-modules', '--no-warnings', program, ...rest]
  process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1
} else {
  const { main, explain } = await load()
  for (const event of ['uncaughtException', 'unhandledRejection'])
    process.on(event, error => process.exit(explain(error)))
  process.exitCode = await main(process.argv.slice(2))
  endSoon()
}

/** The command is done: what a library left open doesn't keep it. A reader that is slow still gets all of the answer. */
function endSoon() {
  const isWriting = () => process.stdout.writableLength + process.stderr.writableLength > 0
  setTimeout(() => (isWriting() ? endSoon() : process.exit()), LEFT_BEHIND_MS).unref()
}

/** A line at once from what takes a while to say anything: the first start installs, and makes a database. */
function greet(command) {
  if (!['start', 'worker', 'demo'].includes(command) || process.argv.includes('--help')) return
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  say(`Estafette ${version} starts${command === 'start' ? '' : ` (${command})`} …`)
}

/** The program itself; ends with a sentence when its dependencies are not whole. */
async function load() {
  try {
    const { register } = await import('tsx/esm/api')
    register()
    return await import('./cli.ts')
  } catch (error) {
    const reason = String(error.message).split('\n')[0]
    if (error.code === 'ERR_MODULE_NOT_FOUND') say(`The dependencies are not whole (${reason}). Run: npm ci`)
    else say(`Estafette can't be loaded (${reason}). When that is mended, run the command again.`)
    process.exit(3)
  }
}

/** Installs the locked dependencies when they are missing or older than the lockfile; npm speaks on stderr. */
function install() {
  if (isInstalled(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'))) return
  say('Installing the dependencies (npm ci), once …')
  const { status, signal, error } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  })
  if (status === 0) return
  if (signal) say('The installation was broken off: run the command again.')
  else if (error)
    say(`npm can't be run (${error.code ?? error.message}): install it, and run the command again.`)
  else say('The installation failed; npm says why above. When it is mended, run the command again.')
  process.exit(3)
}

/** npm notes what it installed. An `npm install` writes that note first and the lockfile after it, so a date alone is no proof. */
function isInstalled(lockfile, note) {
  try {
    if (!existsSync(note)) return false
    if (!existsSync(lockfile) || statSync(note).mtimeMs >= statSync(lockfile).mtimeMs) return true
    return hasAll(packagesOf(lockfile), packagesOf(note))
  } catch {
    // A note that can't be read was left half written: npm makes it anew.
    return false
  }
}

const packagesOf = file => JSON.parse(readFileSync(file, 'utf8')).packages

function hasAll(wanted, installed) {
  return Object.entries(wanted).every(
    ([path, { version, optional, dev }]) =>
      path === '' || installed[path]?.version === version || (!installed[path] && (optional || dev)),
  )
}
