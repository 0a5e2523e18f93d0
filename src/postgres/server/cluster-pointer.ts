import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** In DATA_DIR: names the cluster. Beside the cluster: the same file by a hard link, where one file system holds both. */
export const POINTER = 'cluster.json'

/** Beside the cluster: the path of the DATA_DIR to which it belongs. */
const OWNER = 'data-dir'

/** The DATA_DIR to which the cluster in a place belongs. */
export const ownerOf = (place: string) => textOf(join(place, OWNER))

const ABOUT =
  'The ledger of this folder lies there: PostgreSQL does not run as root, and its account can not enter the folders above this one. A copy of this folder does not hold the ledger.'

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

export const pointerText = (place: string, inode: string) =>
  `${JSON.stringify({ cluster: join(place, 'postgres'), inode, about: ABOUT }, null, 2)}\n`

export function renameOver(file: string, name: string) {
  const beside = `${name}.link-${process.pid}`
  rmSync(beside, { force: true })
  linkSync(file, beside)
  renameSync(beside, name)
}

export function writeOwner(place: string, home: string) {
  const file = join(place, `${OWNER}.new-${process.pid}`)
  writeFileSync(file, home, { mode: 0o600, flush: true })
  renameSync(file, join(place, OWNER))
}

export function told(text: string): { cluster?: string; inode?: string } {
  try {
    return JSON.parse(text) ?? {}
  } catch {
    return {}
  }
}

export function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (['ENOENT', 'ENOTDIR', 'EACCES', 'ELOOP'].includes(code)) return null
    throw error
  }
}

export function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map(path => statSync(path, { throwIfNoEntry: false }))
  return a !== undefined && b !== undefined && a.ino === b.ino && a.dev === b.dev
}
