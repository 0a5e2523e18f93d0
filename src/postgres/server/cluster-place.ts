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

/** Folders for clusters that can't be in their DATA_DIR, and for copies of the server: the first possible one counts. */
const BASES = ['/var/lib', '/srv', '/opt'].map(folder => join(folder, 'estafette-postgres'))

/**
 * The PostgreSQL data directory of a DATA_DIR, existing or not: `DATA_DIR/postgres`, or the external one that it names. Throws NoServer when it names
 * one not in our form.
 */
export function clusterDir(dataDir: string): string {
  return namedBy(dataDir) ?? resolve(dataDir, 'postgres')
}

/** The external cluster that a DATA_DIR names; null when its own folder has it, or will. */
export function namedBy(dataDir: string): string | null {
  const file = join(dataDir, POINTER)
  const text = textOf(file)
  if (text === null) return null
  const cluster = told(text).cluster
  // Root must not follow an arbitrary path from a file: it changes owners there, and deletes.
  if (cluster && BASES.includes(dirname(dirname(cluster))) && basename(cluster) === 'postgres') return cluster
  throw new NoServer(
    `${file} does not name a ledger. Put that file back as it was, or remove it to begin without a ledger.`,
  )
}

/** A folder for files that the server's account needs outside DATA_DIR. Throws NoServer when there is none. */
export function openBase(account: Account): string {
  for (const base of BASES) {
    try {
      mkdirSync(base)
      chmodSync(base, 0o711)
    } catch {
      // It exists, or can't be made here.
    }
    if (isRoots(base) && mayEnter(base, account)) return base
  }
  throw new NoServer(
    `PostgreSQL does not run as root, its account can't enter DATA_DIR, and there is no place outside for it (${BASES.join(', ')}). ` +
      'Set DATA_DIR to a folder that all may pass through, or DATABASE_URL.',
  )
}

/** All external places, of any DATA_DIR. */
export const bases = () => BASES.filter(base => isRoots(base))

/**
 * Lets `dataDir` use the place that it names; a moved one keeps it. Throws NoServer when nothing is there, or when `dataDir` is a copy and the place
 * belongs to another existing DATA_DIR.
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

/** Whether this DATA_DIR has a ledger or named an external one. */
export const isBegun = (dataDir: string) =>
  existsSync(join(dataDir, POINTER)) || hasCluster(resolve(dataDir, 'postgres'))

/**
 * Writes the pointer beside the cluster and links it into DATA_DIR by `put`; only then does it replace the old one there. False on another file
 * system, where linking is impossible.
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

/** Whether a folder is root's and nobody else can write to it. */
function isRoots(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  return found?.isDirectory() === true && found.uid === 0 && (found.mode & 0o022) === 0
}
