import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { names } from './cluster-fate.js'
import { ownerOf, POINTER, textOf, told, writeOwner } from './cluster-pointer.js'
import { NoServer } from './no-server.js'
import { type Account, mayEnter } from './server-account.js'

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

export const hasCluster = (dir: string) => existsSync(join(dir, 'PG_VERSION'))

/** Has this DATA_DIR a ledger, or did it name one outside? */
export const isBegun = (dataDir: string) =>
  existsSync(join(dataDir, POINTER)) || hasCluster(resolve(dataDir, 'postgres'))

/**
 * Writes the pointer beside the cluster, and gives it its name in DATA_DIR by `put` before it replaces the one that was
 * beside the cluster. False on another file system, where there is no such name.
 */
export function link(place: string, pointer: string, put: (file: string, name: string) => void): boolean {
  const file = join(place, `${POINTER}.new-${process.pid}`)
  writeFileSync(file, '', { mode: 0o600 })
  writeFileSync(file, pointerText(place, String(statSync(file).ino)), { flush: true })
  try {
    put(file, pointer)
    renameSync(file, join(place, POINTER))
    return true
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['EXDEV', 'EPERM', 'EMLINK', 'ENOTSUP', 'EEXIST'].includes(code)) throw error
    return code === 'EEXIST'
  } finally {
    rmSync(file, { force: true })
  }
}

const ABOUT =
  'The ledger of this folder lies there: PostgreSQL does not run as root, and its account can not enter the folders above this one. A copy of this folder does not hold the ledger.'

export const pointerText = (place: string, inode: string) =>
  `${JSON.stringify({ cluster: join(place, 'postgres'), inode, about: ABOUT }, null, 2)}\n`

function renameOver(file: string, name: string) {
  const beside = `${name}.link-${process.pid}`
  rmSync(beside, { force: true })
  linkSync(file, beside)
  renameSync(beside, name)
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map(path => statSync(path, { throwIfNoEntry: false }))
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}

/** Is this a folder of root's, in which nobody else can put anything? */
function isRoots(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  return found?.isDirectory() === true && found.uid === 0 && (found.mode & 0o022) === 0
}
