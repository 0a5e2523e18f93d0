import { constants } from 'node:fs'
import { copyFile, type FileHandle, open, readFile, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { type Problem, problemAt, WHOLE_FILE } from '../model/problem/problem.js'
import { systemFault } from '../model/problem/system-fault.js'
import type { Roster } from '../model/roster/roster.js'
import type { RosterContext } from '../parse/roster/entries.js'
import type { Grid } from '../parse/roster/grid.js'
import { type ParsedRoster, parseRoster, type RosterBytes } from '../parse/roster/read-roster.js'
import { makeFolder } from './make-folder.js'
import { codeOf, readRegularFile } from './read-regular-file.js'

const LIMIT_KIB = 32_768
const NAMES = {
  communes: 'communes.yaml',
  mandateHolders: 'mandate-holders.csv',
  staff: 'staff.yaml',
} as const satisfies Record<keyof Roster, string>

type Context = Omit<RosterContext, 'files'>
/** A list of mandate holders from elsewhere, to be held against the other two files. */
type Instead = { file: string; bytes: Uint8Array | Grid }

/**
 * Reads the three files of the roster from their folder: the sound entries, and beside them every problem. A file that
 * is missing is a problem, and the others are still read. Problems name a file from the folder on,
 * `recipients/staff.yaml`. Links are followed: a container mounts its configuration as links.
 */
export async function readRoster(
  dir: string,
  context: Context,
  instead: Instead | null = null,
): Promise<ParsedRoster> {
  return parsedWith(await readFiles(dir, instead), context)
}

/**
 * The same, for whoever asks again and again: what was parsed is given back as long as the files hold the same bytes. They
 * are read each time, for a date and a size can stay what they were when a file is saved. Nobody may change what is given.
 */
export function openRoster(dir: string): (context: Context, instead?: Instead) => Promise<ParsedRoster> {
  let last: { files: FilesRead; context: string; parsed: ParsedRoster } | null = null
  return async (context, instead) => {
    if (instead) return readRoster(dir, context, instead)
    const files = await readFiles(dir, null)
    const key = JSON.stringify(context)
    if (last === null || last.context !== key || !hasSameBytes(last.files, files))
      last = { files, context: key, parsed: parsedWith(files, context) }
    return last.parsed
  }
}

type FilesRead = { bytes: RosterBytes; files: RosterContext['files']; problems: Problem[] }

async function readFiles(dir: string, instead: Instead | null): Promise<FilesRead> {
  const folder = basename(resolve(dir))
  const fileOf = (name: keyof Roster) => `${folder}/${NAMES[name]}`
  const problems: Problem[] = []
  const read = (name: keyof Roster) => bytesOf(join(dir, NAMES[name]), fileOf(name), problems)
  const bytes: RosterBytes = {
    communes: await read('communes'),
    mandateHolders: instead ? instead.bytes : await read('mandateHolders'),
    staff: await read('staff'),
  }
  const files = {
    communes: fileOf('communes'),
    mandateHolders: instead ? instead.file : fileOf('mandateHolders'),
    staff: fileOf('staff'),
  }
  return { bytes, files, problems }
}

function parsedWith({ bytes, files, problems }: FilesRead, context: Context): ParsedRoster {
  const parsed = parseRoster(bytes, { ...context, files })
  return { ...parsed, problems: [...problems, ...parsed.problems] }
}

/** A file that could not be read is never the same: why may have changed. */
const hasSameBytes = (a: FilesRead, b: FilesRead) =>
  (Object.keys(NAMES) as (keyof Roster)[]).every(name => {
    const [old, now] = [a.bytes[name], b.bytes[name]]
    return old instanceof Uint8Array && now instanceof Uint8Array && Buffer.compare(old, now) === 0
  })

async function bytesOf(path: string, file: string, problems: Problem[]): Promise<Uint8Array | null> {
  const read = await readRegularFile(path, { limit: LIMIT_KIB * 1024, followLinks: true })
  if ('bytes' in read) return read.bytes
  if (read.fault === 'gone') problems.push(problemAt(file, WHOLE_FILE, 'file-missing', {}))
  if (read.fault === 'too-large')
    problems.push(problemAt(file, WHOLE_FILE, 'file-too-large', { limitKiB: LIMIT_KIB }))
  if (read.fault === 'changing') problems.push(problemAt(file, WHOLE_FILE, 'file-changing', {}))
  if (read.fault === 'not-a-file')
    problems.push(problemAt(file, WHOLE_FILE, 'not-a-file', { what: read.what }))
  if (read.fault === 'unreadable') {
    problems.push(problemAt(file, WHOLE_FILE, 'file-unreadable', { reason: read.reason }))
  }
  return null
}

/** Reads a list to import: CSV or a workbook. */
export async function readIncoming(path: string): Promise<{ bytes: Uint8Array } | { reason: string }> {
  const read = await readRegularFile(path, { limit: LIMIT_KIB * 1024, followLinks: true })
  if ('bytes' in read) return read
  if (read.fault === 'gone') return { reason: 'there is no such file' }
  if (read.fault === 'too-large') return { reason: `it is larger than ${LIMIT_KIB} KiB` }
  if (read.fault === 'unreadable') return { reason: systemFault(read.reason)?.words ?? read.reason }
  return { reason: read.fault === 'changing' ? 'it is being written' : 'it is no file' }
}

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
