import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** In DATA_DIR: names the cluster. Beside the cluster: the same file by a hard link, where one file system holds both. */
export const POINTER = 'cluster.json'

/** Beside the cluster: the path of the DATA_DIR to which it belongs. */
const OWNER = 'data-dir'

/** The DATA_DIR to which the cluster in a place belongs. */
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
