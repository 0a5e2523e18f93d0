import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** The file in DATA_DIR that names the cluster. On one file system, a hard link beside the cluster is the same file. */
export const POINTER = 'cluster.json'

/** Beside the cluster: the path of its DATA_DIR. */
const OWNER = 'data-dir'

/** The DATA_DIR of the cluster in a place. */
export const ownerOf = (place: string) => textOf(join(place, OWNER))

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
