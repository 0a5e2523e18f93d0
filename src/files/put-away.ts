import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { makeFolder } from './make-folder.js'
import { codeOf } from './read-regular-file.js'
import { freeName } from './remove-done.js'

/** Moves a processed mail into `done/`. */
export async function putAway(dir: string, name: string): Promise<void> {
  await moveInto(dir, name, 'done')
}

/** Moves an unreadable mail into `quarantine/`, with the reason in a text file beside it. */
export async function setAside(dir: string, name: string, reason: string): Promise<void> {
  const moved = await moveInto(dir, name, 'quarantine')
  if (moved) await writeFile(join(dir, 'quarantine', `${moved}.reason.txt`), `${reason}\n`)
}

/** Renames within the folder and never overwrites a file; null when another process was first. */
async function moveInto(dir: string, name: string, folder: string): Promise<string | null> {
  await makeFolder(join(dir, folder), 0o700)
  const target = await freeName(join(dir, folder), name)
  try {
    await rename(join(dir, name), join(dir, folder, target))
    return target
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}
