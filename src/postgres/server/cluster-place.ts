import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { names } from './cluster-fate.js'
import {
  isSameFile,
  link,
  ownerOf,
  POINTER,
  pointerText,
  renameOver,
  textOf,
  told,
  writeOwner,
} from './cluster-pointer.js'
import { NoServer } from './no-server.js'
import { type Account, isRoots, mayEnter } from './server-account.js'

/** Where clusters lie that can't lie in their DATA_DIR, and copies of the server: the first that can be made counts. */
const BASES = ['/var/lib', '/srv', '/opt'].map(folder => join(folder, 'estafette-postgres'))

/**
 * Where the data directory of the embedded PostgreSQL of a DATA_DIR lies, or would be made: `DATA_DIR/postgres`, or the
 * one outside that DATA_DIR names. Throws NoServer when it names one in a way that isn't ours.
 */
export function clusterDir(dataDir: string): string {
  return namedBy(dataDir) ?? resolve(dataDir, 'postgres')
}

/** The cluster outside that a DATA_DIR names; null when its own folder has it, or will. */
export function namedBy(dataDir: string): string | null {
  const file = join(dataDir, POINTER)
  const text = textOf(file)
  if (text === null) return null
  const cluster = told(text).cluster
  // Root trusts no file with a path to anywhere: it changes owners there, and removes.
  if (cluster && BASES.includes(dirname(dirname(cluster))) && basename(cluster) === 'postgres') return cluster
  throw new NoServer(
    `${file} does not name a ledger. Put that file back as it was, or remove it to begin without a ledger.`,
  )
}

/** A folder for what the server's account needs and can't have in DATA_DIR. Throws NoServer when there is none. */
export function openBase(account: Account): string {
  for (const base of BASES) {
    try {
      mkdirSync(base)
      chmodSync(base, 0o711)
    } catch {
      // It is there already, or can't be here.
    }
    if (isRoots(base) && mayEnter(base, account)) return base
  }
  throw new NoServer(
    `PostgreSQL does not run as root, its account can't enter DATA_DIR, and there is no place outside for it (${BASES.join(', ')}). ` +
      'Set DATA_DIR to a folder that all may pass through, or DATABASE_URL.',
  )
}

/** All places outside, of whichever DATA_DIR. */
export const bases = () => BASES.filter(base => isRoots(base))

/**
 * Makes a place outside for the cluster of `dataDir`, and names it there. Two that do it at once: the first stands.
 * `dataDir` names it before it holds anything, so that no ledger is ever without its DATA_DIR.
 */
export function makePlace(dataDir: string, account: Account): string {
  const home = realpathSync(dataDir)
  const slug = home
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(-40)
    .replace(/^-|-$/g, '')
  const place = join(openBase(account), `${slug}-${randomBytes(4).toString('hex')}`)
  mkdirSync(place)
  chmodSync(place, 0o711)
  writeOwner(place, home)
  if (!link(place, join(dataDir, POINTER), linkSync))
    writeOnce(join(dataDir, POINTER), pointerText(place, ''))
  const named = namedBy(dataDir) ?? ''
  if (dirname(named) !== place) rmSync(place, { recursive: true, force: true })
  return named
}

/**
 * Lets `dataDir` use the place that it names. One that was moved takes it along. Throws NoServer when it is a copy: then
 * the place belongs to another DATA_DIR that is still there; or when nothing is there.
 */
export function claimPlace(dataDir: string, cluster: string) {
  const place = dirname(cluster)
  const home = realpathSync(dataDir)
  const pointer = join(home, POINTER)
  if (!isRoots(place))
    throw new NoServer(
      `The ledger of ${home} is not at ${place} any more. Bring that folder back, or remove ${pointer} to begin without a ledger.`,
    )
  const owner = ownerOf(place)
  if (owner !== home && owner !== null && names(owner, cluster) && !isSameFile(owner, home))
    throw new NoServer(
      `${home} is a copy of ${owner}, to which the ledger at ${place} belongs. Set DATA_DIR to ${owner}, or remove ${pointer} to begin without a ledger.`,
    )
  if (owner !== home) writeOwner(place, home)
  const isLinked = !existsSync(join(place, POINTER)) || isSameFile(join(place, POINTER), pointer)
  if (owner === home && isLinked) return
  if (!link(place, pointer, renameOver)) rmSync(join(place, POINTER), { force: true })
}

/** The file appears whole or not at all; the one that was first stands. */
function writeOnce(file: string, text: string) {
  const own = `${file}.new-${process.pid}`
  writeFileSync(own, text, { mode: 0o600, flush: true })
  try {
    linkSync(own, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') copyFileSync(own, file, constants.COPYFILE_EXCL)
  } finally {
    rmSync(own, { force: true })
  }
}

export const hasCluster = (dir: string) => existsSync(join(dir, 'PG_VERSION'))

/** Has this DATA_DIR a ledger, or did it name one outside? */
export const isBegun = (dataDir: string) =>
  existsSync(join(dataDir, POINTER)) || hasCluster(resolve(dataDir, 'postgres'))
