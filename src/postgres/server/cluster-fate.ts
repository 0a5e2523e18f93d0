import { statSync } from 'node:fs'
import { join } from 'node:path'
import { POINTER, textOf, told } from './cluster-pointer.js'

/** Does this DATA_DIR name this cluster? False also when it is not there. */
export function names(dataDir: string, cluster: string): boolean {
  const text = textOf(join(dataDir, POINTER))
  return text !== null && told(text).cluster === cluster
}

/**
 * Was the DATA_DIR of a place removed, for certain? Its pointer was a hard link: one that is left alone says that the
 * other name is gone, and not moved nor on a disk that is not mounted. `moved`: another name is there, somewhere.
 */
export function fateOf(place: string): 'removed' | 'moved' | 'unknown' {
  const file = join(place, POINTER)
  const found = statSync(file, { throwIfNoEntry: false })
  // A restored place has a file of its own, which never had another name.
  if (!found || String(found.ino) !== told(textOf(file) ?? '').inode) return 'unknown'
  return found.nlink > 1 ? 'moved' : 'removed'
}
