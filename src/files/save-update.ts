import { randomUUID } from 'node:crypto'
import { link, open, realpath, rename, rm } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { makeFolder } from './make-folder.js'
import { codeOf, readRegularFile } from './read-regular-file.js'
import { digestOf } from './read-update.js'

/** `changed`: the folder holds another version than the one expected, with its bytes; null: none. */
export type SavedFile =
  | { kind: 'saved'; version: string }
  | { kind: 'changed'; bytes: Uint8Array | null; version: string | null }
  | { kind: 'fault'; code: string }

/**
 * Writes a file into the drop folder, whole or not at all, if the folder still holds the expected version; `expected` null: there is none yet. `name`
 * is relative to `dir`. `beforeName` runs once all is written, and before anybody can read it under its name.
 */
export async function saveUpdateFile(
  dir: string,
  name: string,
  bytes: Uint8Array,
  {
    expected,
    limit,
    beforeName = async () => {},
  }: { expected: string | null; limit: number; beforeName?: (version: string) => Promise<void> },
): Promise<SavedFile> {
  const path = join(dir, name)
  // A name that no scan takes in: it begins with a dot.
  const temporary = join(dirname(path), `.${randomUUID()}.tmp`)
  let isBegun = false
  try {
    if (!(await leadsWithin(dir, dirname(path)))) return { kind: 'fault', code: 'ELOOP' }
    const present = await presentAt(path, limit)
    if ('fault' in present) return { kind: 'fault', code: present.fault }
    if (present.version !== expected) return { kind: 'changed', ...present }
    await makeFolder(dirname(path))
    const file = await open(temporary, 'wx', 0o664)
    isBegun = true
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    const version = digestOf(bytes)
    await beforeName(version)
    if (expected === null) await claimName(temporary, path)
    else await rename(temporary, path)
    return { kind: 'saved', version }
  } catch (error) {
    const code = codeOf(error)
    // Somebody made a file of that name in between.
    const there = code === 'EEXIST' ? await presentAt(path, limit) : { fault: code }
    return 'fault' in there ? { kind: 'fault', code: there.fault } : { kind: 'changed', ...there }
  } finally {
    if (isBegun) await rm(temporary, { force: true })
  }
}

const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']

/** Gives a file its name unless another has it (EEXIST). A share without links has an empty file of that name for an instant. */
async function claimName(temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
  } catch (error) {
    if (!NO_LINKS.includes(codeOf(error))) throw error
    await (await open(path, 'wx', 0o664)).close()
    await rename(temporary, path)
  }
}

/** Whether a folder, or the nearest one above it that is there, stands in the drop folder: a link may lead anywhere. */
async function leadsWithin(dir: string, folder: string): Promise<boolean> {
  const root = await realpath(dir)
  let [real, above] = [await realOf(folder), folder]
  while (real === null) {
    above = dirname(above)
    real = await realOf(above)
  }
  return real === root || real.startsWith(`${root}${sep}`)
}

/** Where a path leads; null where nothing is. */
async function realOf(path: string): Promise<string | null> {
  try {
    return await realpath(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

type Present = { bytes: Uint8Array | null; version: string | null }

async function presentAt(path: string, limit: number): Promise<Present | { fault: string }> {
  const read = await readRegularFile(path, { limit, followLinks: false })
  if ('bytes' in read) return { bytes: read.bytes, version: digestOf(read.bytes) }
  return read.fault === 'gone' ? { bytes: null, version: null } : { fault: read.fault }
}
