import { constants } from 'node:fs'
import { copyFile, type FileHandle, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Roster } from '../model/roster/roster.js'
import { makeFolder } from './make-folder.js'
import { codeOf } from './read-regular-file.js'

export const NAMES = {
  communes: 'communes.yaml',
  mandateHolders: 'mandate-holders.csv',
  staff: 'staff.yaml',
} as const satisfies Record<keyof Roster, string>

/** The list to write, the path for a copy of the old one, and the old bytes as read; null: there was none. */
export type MandatesWrite = { text: string; backup: string; before: Uint8Array | null }

/**
 * Writes mandate-holders.csv, whole or not at all. Keeps the old file under `backup`, outside the roster's folder: version control shows one changed
 * file. A link's target is written. Null when the file no longer equals `before`, or another writer is active. Throws the file system's error.
 */
export async function writeMandates(
  dir: string,
  { text, backup, before }: MandatesWrite,
): Promise<string | null> {
  const named = join(dir, NAMES.mandateHolders)
  const target = await realpath(named).catch(() => named)
  const mode = (await stat(target).catch(() => null))?.mode ?? 0o644
  const fresh = join(dirname(target), `.${basename(target)}.new`)
  const file = await openAlone(fresh, mode & 0o777)
  if (!file) return null
  try {
    const there = await readFile(target).catch(whenGone)
    const isAsRead = there === null ? before === null : before !== null && there.equals(before)
    if (isAsRead) {
      if (there) await keepBackup(target, backup)
      await file.writeFile(text)
      await file.sync()
    }
    await file.close()
    if (isAsRead) await rename(fresh, target)
    else await rm(fresh, { force: true })
    return isAsRead ? target : null
  } catch (error) {
    await file.close().catch(() => {})
    await rm(fresh, { force: true })
    throw error
  }
}

/** In milliseconds: an older file was left by a killed writer. */
const LEFT_BEHIND_MS = 60_000

/** The new file also serves as a lock; null while another writer holds it. */
async function openAlone(path: string, mode: number): Promise<FileHandle | null> {
  for (const isLast of [false, true])
    try {
      return await open(path, 'wx', mode)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
      const found = await stat(path).catch(whenGone)
      // File times are real time, even when --now moves the clock.
      if (isLast || (found && Date.now() - found.mtimeMs < LEFT_BEHIND_MS)) return null
      await rm(path, { force: true })
    }
  return null
}

async function keepBackup(target: string, backup: string): Promise<void> {
  await makeFolder(dirname(backup), 0o700)
  await copyFile(target, backup, constants.COPYFILE_EXCL)
}

function whenGone(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}
