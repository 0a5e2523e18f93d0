import { type BigIntStats, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type FileMark, folderMark } from '../../model/operations/file-marks.js'

/** Beside a cluster moved from another disk: its mark there. */
const BEFORE = 'mark-before'

/** A mark that a copy of a cluster's files doesn't share. Throws the system's error. */
export function clusterMark(dir: string): string {
  return folderMark(markOf(dir), markOf(join(dir, 'global', 'pg_control')))
}

function markOf(path: string): FileMark {
  const stat = statSync(path, { bigint: true })
  return { inode: stat.ino, born: bornOf(stat) }
}

/** Where the file system doesn't know it, the time is zero or that of the last change. */
function bornOf({ birthtimeNs, ctimeNs }: BigIntStats): bigint | null {
  return birthtimeNs === 0n || birthtimeNs === ctimeNs ? null : birthtimeNs
}

/** Stores a cluster's mark at its old place: Estafette moves it, and no copy is left. */
export function keepMarkBefore(from: string, to: string): void {
  writeFileSync(join(dirname(to), BEFORE), clusterMark(from), { mode: 0o600, flush: true })
}

/** Null for a cluster that was not moved. */
export function markBefore(dir: string): string | null {
  try {
    return readFileSync(join(dirname(dir), BEFORE), 'utf8')
  } catch {
    return null
  }
}
