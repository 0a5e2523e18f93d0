// Builds the program: what runs is JavaScript, made once for these sources. Plain JavaScript, since it makes the rest.
import { createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, join, relative, sep } from 'node:path'

/** The gallery is there in a checkout alone, not where the service is installed. */
const SOURCES = ['src', 'worker', 'tools/gallery']
/** A service that still runs on an earlier build loads some of its parts late. */
const BUILDS_KEPT = 3
const LEFT_HALF_MS = 3_600_000

/** Where the build of the sources, as they are now, has its place: dist/ and a hash of them. Nothing is made. */
export function placeOfBuild(root) {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap(folder => filesBelow(join(root, folder))))
    hash
      .update(`${relative(root, file).split(sep).join('/')}\0`)
      .update(readFileSync(file))
      .update('\0')
  return join(root, 'dist', hash.digest('hex').slice(0, 20))
}

/**
 * The folder with the build of the sources as they are, made when it is missing. It appears whole: of several that build at once, the
 * first one stands. Throws what the compiler, or the file system, says.
 */
export async function build(root, say) {
  const place = placeOfBuild(root)
  if (existsSync(place)) return place
  const compiler = await import('esbuild')
  say('Building Estafette, once …')
  const own = join(root, 'dist', `.${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    mkdirSync(own, { recursive: true })
    await compiler.build(optionsOf(root, own))
    // Sources that were changed in the middle: what was built is of neither.
    if (placeOfBuild(root) !== place) return await build(root, say)
    // decision 61
    putInPlace(own, place)
    removeOld(join(root, 'dist'), place)
  } finally {
    await compiler.stop()
    rmSync(own, { recursive: true, force: true })
  }
  return place
}

/** No plugin, and no tsconfig.json: what is built depends on the sources alone. Packages stay where npm put them. */
function optionsOf(root, outdir) {
  return {
    absWorkingDir: root,
    entryPoints: ['src/cli.ts'],
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    packages: 'external',
    keepNames: true,
    sourcemap: true,
    sourcesContent: false,
    tsconfigRaw: {},
    logLevel: 'silent',
    // Each file says that it stands in src/, as config.ts does: PROJECT_ROOT is then the same as without a build.
    define: { 'import.meta.url': 'SOURCE_URL' },
    banner: { js: "const SOURCE_URL = new URL('../../src/build', import.meta.url).href" },
  }
}

/** On the disk before it has its name: a machine that loses its power must not keep names without contents. */
function putInPlace(own, place) {
  for (const file of filesOf(own)) {
    const opened = openSync(file, 'r+')
    fsyncSync(opened)
    closeSync(opened)
  }
  try {
    renameSync(own, place)
  } catch (error) {
    // Another process was first: its build is the same.
    if (!existsSync(place)) throw error
  }
}

/** Removes builds of sources that are gone, and what was left half made. */
function removeOld(dist, place) {
  const found = readdirSync(dist)
    .map(name => join(dist, name))
    .filter(path => path !== place)
    .map(path => ({ path, madeAt: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .sort((one, other) => other.madeAt - one.madeAt)
  const isHalf = ({ path }) => basename(path).startsWith('.')
  const old = found.filter(one => !isHalf(one)).slice(BUILDS_KEPT - 1)
  const halves = found.filter(one => isHalf(one) && one.madeAt < Date.now() - LEFT_HALF_MS)
  for (const { path } of [...old, ...halves]) removeOurs(path)
}

/** What somebody else built may not be ours to remove: it stays, and harms nobody. */
function removeOurs(path) {
  try {
    rmSync(path, { recursive: true, force: true })
  } catch (error) {
    if (!['EACCES', 'EPERM'].includes(error.code)) throw error
  }
}

const filesBelow = folder =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile() && /\.(?:[jt]s|json)$/.test(entry.name))
        .map(entry => join(entry.parentPath, entry.name))
        .sort()
    : []

const filesOf = folder => readdirSync(folder).map(name => join(folder, name))
