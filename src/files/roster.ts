import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { type Problem, problemAt, WHOLE_FILE } from '../model/problem/problem.js'
import {
  type ParsedRoster,
  parseRoster,
  type Roster,
  type RosterBytes,
  type RosterContext,
} from '../model/roster/roster.js'
import { readRegularFile } from './read-regular-file.js'

const LIMIT_KIB = 4096
const NAMES = {
  communes: 'communes.yaml',
  mandateHolders: 'mandate-holders.csv',
  staff: 'staff.yaml',
} as const satisfies Record<keyof Roster, string>

/**
 * Reads the three files of the roster from their folder: the sound entries, and beside them every problem. A file that
 * is missing is a problem, and the others are still read. Problems name a file from the folder on,
 * `recipients/staff.yaml`. Links are followed: a container mounts its configuration as links. `instead` is a list of
 * mandate holders from elsewhere, to be held against the other two files.
 */
export async function readRoster(
  dir: string,
  context: Omit<RosterContext, 'files'>,
  instead: { file: string; bytes: Uint8Array } | null = null,
): Promise<ParsedRoster> {
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
  const parsed = parseRoster(bytes, { ...context, files })
  return { ...parsed, problems: [...problems, ...parsed.problems] }
}

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
  if (read.fault === 'unreadable') return { reason: read.reason }
  return { reason: read.fault === 'changing' ? 'it is being written' : 'it is no file' }
}

/**
 * Writes mandate-holders.csv, whole or not at all, and keeps what was there under `backup`: outside the folder of the
 * roster, so that a version control of that folder sees one changed file. Where the file is a link, what it names is
 * written. Throws what the file system says.
 */
export async function writeMandates(dir: string, text: string, backup: string): Promise<string> {
  const named = join(dir, NAMES.mandateHolders)
  const target = await realpath(named).catch(() => named)
  const before = await stat(target).catch(() => null)
  if (before) {
    await mkdir(dirname(backup), { recursive: true })
    await copyFile(target, backup, constants.COPYFILE_EXCL)
  }
  const fresh = join(dirname(target), `.${basename(target)}.${randomUUID()}`)
  const file = await open(fresh, 'wx', before ? before.mode & 0o777 : 0o644)
  try {
    await file.writeFile(text)
    await file.sync()
    await file.close()
    await rename(fresh, target)
  } catch (error) {
    await file.close().catch(() => {})
    await rm(fresh, { force: true })
    throw error
  }
  return target
}
