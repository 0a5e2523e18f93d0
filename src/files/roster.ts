import { basename, join, resolve } from 'node:path'
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
 * `recipients/staff.yaml`. Links are followed: a container mounts its configuration as links.
 */
export async function readRoster(dir: string, context: Omit<RosterContext, 'files'>): Promise<ParsedRoster> {
  const folder = basename(resolve(dir))
  const fileOf = (name: keyof Roster) => `${folder}/${NAMES[name]}`
  const problems: Problem[] = []
  const read = (name: keyof Roster) => bytesOf(join(dir, NAMES[name]), fileOf(name), problems)
  const bytes: RosterBytes = {
    communes: await read('communes'),
    mandateHolders: await read('mandateHolders'),
    staff: await read('staff'),
  }
  const files = {
    communes: fileOf('communes'),
    mandateHolders: fileOf('mandateHolders'),
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
