// Installs and builds what is missing, then runs the command line. Plain JavaScript without dependencies: it runs before anything is installed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, statSync } from 'node:fs'
import module from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, placeOfBuild } from './build.js'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
/** How long what is left open may take to close by itself. */
const LEFT_BEHIND_MS = 3000
const COMPILER = 'node_modules/esbuild'
const say = text => process.stderr.write(`${text}\n`)
const [first, tool, ...rest] = process.argv.slice(2)
greet(first)
// npm asks for a build when it has installed: from there, it is not called again.
if (first !== '--build') install()
if (first === '--build') await buildAlone()
else if (first === '--run') {
  // Tests that start the program find it built. What hinders that, they say themselves.
  await build(root, say).catch(() => {})
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

async function buildAlone() {
  if (canRun()) return built()
  say('Not built: the compiler, a development dependency, is not installed. Run: npm ci --include=dev')
  process.exitCode = 3
}

/** The program itself; ends with a sentence when its dependencies are not whole. */
async function load() {
  const place = await built()
  // What Node compiled is kept beside the build, where Node can (22.8) and the folder is ours.
  module.enableCompileCache?.(join(place, 'compiled'))
  process.setSourceMapsEnabled(true)
  try {
    return await import(pathToFileURL(join(place, 'cli.js')).href)
  } catch (error) {
    return refuse(error)
  }
}

/** The folder of the build; ends with a sentence when none can be made. */
async function built() {
  try {
    return await build(root, say)
  } catch (error) {
    const dist = join(root, 'dist')
    if (!String(error.path).startsWith(dist)) return refuse(error)
    say(
      `Estafette is to be built, and ${dist} can't be written (${error.code}). As its owner, run once: npm run build`,
    )
    process.exit(3)
  }
}

function refuse(error) {
  const reason = reasonOf(error)
  if (error.code === 'ERR_MODULE_NOT_FOUND') say(`The dependencies are not whole (${reason}). Run: npm ci`)
  else say(`Estafette can't be loaded (${reason}). When that is mended, run the command again.`)
  process.exit(3)
}

/** The compiler says where in the sources it stopped, everything else what it is. */
function reasonOf({ message, errors }) {
  const [{ text, location } = {}] = errors ?? []
  if (!text) return String(message).split('\n')[0]
  return location ? `${location.file}:${location.line}:${location.column + 1} ${text}` : text
}

/** Installs the locked dependencies when they are missing or older than the lockfile; npm speaks on stderr. */
function install() {
  if (isInstalled(join(root, 'package-lock.json'), join(root, 'node_modules', '.package-lock.json'))) return
  say('Installing the dependencies (npm ci), once …')
  // The compiler is a development dependency, which NODE_ENV=production would leave out.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const { status, signal, error } = spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2] })
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
    if (!existsSync(lockfile)) return true
    if (isCompilerMissed(lockfile, note)) return false
    if (statSync(note).mtimeMs >= statSync(lockfile).mtimeMs) return true
    return hasAll(packagesOf(lockfile), packagesOf(note))
  } catch {
    // A note that can't be read was left half written: npm makes it anew.
    return false
  }
}

/** Was the compiler left out (npm ci --omit=dev), and is there nothing built? A package that merely went is for npm ci to tell. */
function isCompilerMissed(lockfile, note) {
  if (canRun()) return false
  return COMPILER in packagesOf(lockfile) && !(COMPILER in packagesOf(note))
}

function canRun() {
  return existsSync(join(root, COMPILER)) || existsSync(placeOfBuild(root))
}

function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}

function hasAll(wanted, installed) {
  return Object.entries(wanted).every(
    ([path, { version, optional, dev }]) =>
      path === '' || installed[path]?.version === version || (!installed[path] && (optional || dev)),
  )
}
