import { statSync } from 'node:fs'
import { join } from 'node:path'
import { POINTER, textOf, told } from './cluster-pointer.js'

/** Whether this DATA_DIR names this cluster. False when the folder is missing. */
export function names(dataDir: string, cluster: string): boolean {
  const text = textOf(join(dataDir, POINTER))
  return text !== null && told(text).cluster === cluster
}

/**
 * Whether the DATA_DIR of a place was certainly deleted. Its pointer has a hard link: a single link left proves that, rather than a move or an
 * unmounted disk. `moved`: the other link still exists.
 */
export function fateOf(place: string): 'removed' | 'moved' | 'unknown' {
  const file = join(place, POINTER)
  const found = statSync(file, { throwIfNoEntry: false })
  // A restored place has its own file, which never had a second link.
  if (!found || String(found.ino) !== told(textOf(file) ?? '').inode) return 'unknown'
  return found.nlink > 1 ? 'moved' : 'removed'
}
