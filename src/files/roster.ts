import { basename, join, resolve } from 'node:path'
import { type Problem, problemAt, WHOLE_FILE } from '../model/problem/problem.js'
import { systemFault } from '../model/problem/system-fault.js'
import type { Roster } from '../model/roster/roster.js'
import type { RosterContext } from '../parse/roster/entries.js'
import type { Grid } from '../parse/roster/grid.js'
import { type ParsedRoster, parseRoster, type RosterBytes } from '../parse/roster/read-roster.js'
import { readRegularFile } from './read-regular-file.js'
import { NAMES } from './write-mandates.js'

const LIMIT_KIB = 32_768
type Context = Omit<RosterContext, 'files'>

/** A list of mandate holders to compare with, read in place of the roster's own. */
type Instead = { file: string; bytes: Uint8Array | Grid }

/**
 * Reads the three files of the roster: valid entries, and every problem. A missing file is a problem; the others are still read. Problems name a file
 * as `recipients/staff.yaml`. Links are followed: containers mount configuration as links.
 */
export async function readRoster(
  dir: string,
  context: Context,
  instead: Instead | null = null,
): Promise<ParsedRoster> {
  return parsedWith(await readFiles(dir, instead), context)
}

/**
 * Memoizes `readRoster` while the files hold the same bytes. Files are read each time: size and date may stay the same after an edit. The result must
 * not be changed.
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

/** An unreadable file counts as changed: the reason may differ. */
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
