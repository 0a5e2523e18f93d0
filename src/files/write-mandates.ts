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

/** The list to write, where a copy of the one before is kept, and that one as it was read; null: there was none. */
export type MandatesWrite = { text: string; backup: string; before: Uint8Array | null }

/**
 * Writes mandate-holders.csv, whole or not at all, and keeps what was there under `backup`: outside the folder of the
 * roster, so that a version control of that folder sees one changed file. Where the file is a link, what it names is
 * written. Null when the list is no longer what `before` says, or somebody else is writing it: of two at once, one
 * would undo the other. Throws what the file system says.
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

/** A writer takes milliseconds: what is older was left behind by one that was killed. */
const LEFT_BEHIND = 60_000

/** The new file is also the sign that somebody is writing it; null while somebody is. */
async function openAlone(path: string, mode: number): Promise<FileHandle | null> {
  for (const isLast of [false, true])
    try {
      return await open(path, 'wx', mode)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
      const found = await stat(path).catch(whenGone)
      // Files have the real time, whatever the clock of a rehearsal says.
      if (isLast || (found && Date.now() - found.mtimeMs < LEFT_BEHIND)) return null
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
