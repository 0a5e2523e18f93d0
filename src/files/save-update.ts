import { createHash, randomUUID } from 'node:crypto'
import { link, open, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { makeFolder } from './make-folder.js'
import { codeOf, readRegularFile } from './read-regular-file.js'

/** `changed`: the folder holds another version than the one expected, with its bytes; null: none. */
export type SavedFile =
  | { kind: 'saved'; version: string }
  | { kind: 'changed'; bytes: Uint8Array | null; version: string | null }
  | { kind: 'fault'; code: string }

/** SHA-256 of a file's bytes, in hex: its version. */
export const versionOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

/**
 * Writes a file into the drop folder, whole or not at all, if the folder still holds the expected version; `expected` null: there is none yet. `name`
 * is relative to `dir`.
 */
export async function saveUpdateFile(
  dir: string,
  name: string,
  bytes: Uint8Array,
  { expected, limit }: { expected: string | null; limit: number },
): Promise<SavedFile> {
  const path = join(dir, name)
  // A name that no scan takes in: it begins with a dot.
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`)
  try {
    const present = await presentAt(path, limit)
    if ('fault' in present) return { kind: 'fault', code: present.fault }
    if (present.version !== expected) return { kind: 'changed', ...present }
    await makeFolder(dirname(path))
    if (!(await isWithin(dir, dirname(path)))) return { kind: 'fault', code: 'ELOOP' }
    const file = await open(temporary, 'wx', 0o664)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    if (expected === null) await link(temporary, path)
    else await rename(temporary, path)
    return { kind: 'saved', version: versionOf(bytes) }
  } catch (error) {
    // Somebody made a file of that name in between: link() overwrites nothing.
    if (codeOf(error) === 'EEXIST') return { kind: 'changed', bytes: null, version: null }
    return { kind: 'fault', code: codeOf(error) }
  } finally {
    await rm(temporary, { force: true })
  }
}

/** A link within the drop folder may lead anywhere. */
async function isWithin(dir: string, folder: string): Promise<boolean> {
  const [root, real] = [await realpath(dir), await realpath(folder)]
  return real === root || real.startsWith(`${root}${sep}`)
}

type Present = { bytes: Uint8Array | null; version: string | null }

async function presentAt(path: string, limit: number): Promise<Present | { fault: string }> {
  const read = await readRegularFile(path, { limit, followLinks: false })
  if ('bytes' in read) return { bytes: read.bytes, version: versionOf(read.bytes) }
  return read.fault === 'gone' ? { bytes: null, version: null } : { fault: read.fault }
}
