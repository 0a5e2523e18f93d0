import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { type Problem, problemAt, WHOLE_FILE } from '../model/problem/problem.js'
import type { Known } from '../model/update/checks.js'
import { looksHalfWritten } from '../model/update/half-written.js'
import { contentHash } from '../model/update/hash.js'
import type { IncompleteUpdate } from '../model/update/incomplete.js'
import { type IdentifiedFile, sameIdProblems } from '../model/update/same-id.js'
import { ALL_SETTLED, type Unsettled } from '../model/update/settling.js'
import type { Update } from '../model/update/update.js'
import { type ParsedUpdate, parseUpdateFile, UPDATE_LIMIT_BYTES } from '../model/update/update-file.js'
import { parseWordUpdate } from '../model/word/update.js'
import { codeOf, kindOf, type ReadFault, readRegularFile } from './read-regular-file.js'
import {
  DOCUMENT_EXTENSIONS,
  DOCUMENT_LIMIT_BYTES,
  type DocumentFault,
  readTextDocument,
} from './text-document.js'

export const FOLDER_DEPTH = 8
/** The bytes that a file may have, by its kind. */
export const LIMITS: Record<string, number> = {
  '.md': UPDATE_LIMIT_BYTES,
  ...Object.fromEntries(DOCUMENT_EXTENSIONS.map(extension => [extension, DOCUMENT_LIMIT_BYTES])),
}

/** Hidden, private, and what editors, browsers and systems leave while they work; and our own notes to editors. */
const IGNORED = [
  /^[._]/,
  /^~/,
  /^#.*#$/,
  /~$/,
  /\.(swp|swo|tmp|temp|part|crdownload|bak)$/i,
  /\.problems\.txt$/i,
]
const IGNORED_NAMES = ['readme.md', 'thumbs.db', 'desktop.ini']

/** An update file that can be used. `file` is its name from the folder on, `updates/sub/prime.md`. */
export type UpdateFile = { file: string; update: Update; hash: string; warnings: Problem[] }
/** A file that an approver may let through although a language is missing. */
export type IncompleteFile = UpdateFile & { problem: Problem }
export type UpdatesFolder = {
  updates: UpdateFile[]
  /** Files with the id and the content of one that is used. */
  duplicates: UpdateFile[]
  problems: Problem[]
  /** Of the folder as a whole; those of one update stand with it. */
  warnings: Problem[]
  /** Urgent updates that lack one language, whatever other file has their id; each has its problem among the problems. */
  incomplete: IncompleteFile[]
  /** Names that are no business of ours. */
  ignored: string[]
  /** Of each update file that was read, the SHA-256 of its bytes, in hex. */
  versions: ReadonlyMap<string, string>
  /** Files that aren't there now, but were a moment ago: perhaps they are only being saved. */
  missing: ReadonlySet<string>
  /** Files that stand still, but were written a moment ago. */
  young: ReadonlySet<string>
}

type Scan = {
  found: (UpdateFile & IdentifiedFile)[]
  incomplete: IncompleteFile[]
  problems: Problem[]
  warnings: Problem[]
  ignored: string[]
  versions: Map<string, string>
  unsettled: Unsettled
}

/**
 * Reads every update file of the drop folder and of the folders in it, one after the other, in the order of their
 * names. Nothing but regular files is opened: a link, a pipe or a device is named as a problem. A file that is being
 * written is a problem of this scan alone; which those are, whoever watches the folder knows: `unsettled`. Two files
 * with one id: see {@link sameIdProblems}.
 */
export async function readUpdatesFolder(
  dir: string,
  context: Known,
  unsettled: Unsettled = ALL_SETTLED,
): Promise<UpdatesFolder> {
  const none = { found: [], incomplete: [], problems: [], warnings: [], ignored: [] }
  const scan: Scan = { ...none, versions: new Map(), unsettled }
  await readFolder(dir, basename(resolve(dir)), 0, context, scan)
  const { used, duplicates, problems, warnings } = sameIdProblems(scan.found)
  return {
    updates: used.map(updateFileOf),
    duplicates: duplicates.map(updateFileOf),
    problems: [...scan.problems, ...problems],
    warnings: [...scan.warnings, ...warnings],
    incomplete: scan.incomplete,
    ignored: scan.ignored,
    versions: scan.versions,
    missing: unsettled.missing,
    young: unsettled.young,
  }
}

function updateFileOf({ file, update, hash, warnings }: UpdateFile): UpdateFile {
  return { file, update, hash, warnings }
}

async function readFolder(
  path: string,
  name: string,
  depth: number,
  context: Known,
  scan: Scan,
): Promise<void> {
  if (depth > FOLDER_DEPTH) {
    scan.problems.push(problemAt(name, WHOLE_FILE, 'folder-too-deep', { limit: FOLDER_DEPTH }))
    return
  }
  let entries: Dirent[]
  try {
    entries = await readdir(path, { withFileTypes: true })
  } catch (error) {
    scan.problems.push(folderProblem(name, depth, codeOf(error)))
    return
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) await readEntry(entry, path, name, depth, context, scan)
}

function folderProblem(name: string, depth: number, reason: string): Problem {
  const missing = reason === 'ENOENT' || (depth === 0 && reason === 'ENOTDIR')
  if (missing) return problemAt(name, WHOLE_FILE, 'folder-missing', {})
  return problemAt(name, WHOLE_FILE, 'folder-unreadable', { reason })
}

async function readEntry(
  entry: Dirent,
  folder: string,
  folderName: string,
  depth: number,
  context: Known,
  scan: Scan,
): Promise<void> {
  const path = join(folder, entry.name)
  const name = `${folderName}/${entry.name}`
  if (isIgnored(entry.name)) {
    scan.ignored.push(name)
    return
  }
  // Some file systems don't say what an entry is; lstat does, and doesn't follow a link either.
  const kind = entry.isFile() || entry.isDirectory() ? entry : await lstat(path).catch(() => null)
  if (kind === null) return
  if (kind.isDirectory()) return readFolder(path, name, depth + 1, context, scan)
  if (!kind.isFile()) {
    scan.problems.push(problemAt(name, WHOLE_FILE, 'not-a-file', { what: kindOf(kind) }))
    return
  }
  const extension = extname(entry.name).toLowerCase()
  const limit = LIMITS[extension]
  if (limit !== undefined) return readUpdate(path, name, limit, context, scan)
  if (extension === '.doc') {
    scan.problems.push(problemAt(name, WHOLE_FILE, 'word-old-or-locked', {}))
    return
  }
  scan.ignored.push(name)
  scan.warnings.push(problemAt(name, WHOLE_FILE, 'file-other-type', { extension: extension || entry.name }))
}

/** Whether a name is that of a lock, a temporary file or a note, which nobody takes for an update. */
export function isIgnored(name: string): boolean {
  return IGNORED.some(pattern => pattern.test(name)) || IGNORED_NAMES.includes(name.toLowerCase())
}

async function readUpdate(
  path: string,
  file: string,
  limit: number,
  context: Known,
  scan: Scan,
): Promise<void> {
  const changing = () => scan.problems.push(problemAt(file, WHOLE_FILE, 'file-changing', {}))
  if (scan.unsettled.moving.has(file)) {
    changing()
    return
  }
  const read = await readRegularFile(path, { limit, followLinks: false })
  if ('fault' in read) {
    scan.problems.push(...faultProblems(read, file, limit))
    return
  }
  scan.versions.set(file, createHash('sha256').update(read.bytes).digest('hex'))
  const parsed = parseBytes(read.bytes, limit, { ...context, file })
  if (scan.unsettled.young.has(file) && looksHalfWritten(read.bytes, parsed)) {
    changing()
    return
  }
  if ('problems' in parsed) {
    scan.problems.push(...parsed.problems)
    scan.warnings.push(...parsed.warnings)
    if (parsed.incomplete) scan.incomplete.push(incompleteFile(file, parsed.incomplete))
    return
  }
  const { update, warnings, idPlace } = parsed
  scan.found.push({ file, update, hash: contentHash(update), warnings, id: update.id, idPlace })
}

function incompleteFile(file: string, { update, problem }: IncompleteUpdate): IncompleteFile {
  return { file, update, hash: contentHash(update), warnings: [], problem }
}

function parseBytes(bytes: Uint8Array, limit: number, context: Known & { file: string }): ParsedUpdate {
  if (limit === LIMITS['.md'] || bytes.length === 0) return parseUpdateFile(bytes, context)
  const read = readTextDocument(bytes, context.file)
  if ('document' in read) return parseWordUpdate(read.document, context)
  return { problems: [documentFault(read.fault, context.file, limit)], warnings: [] }
}

function documentFault(fault: DocumentFault, file: string, limit: number): Problem {
  if (fault === 'too-large') return problemAt(file, WHOLE_FILE, 'file-too-large', { limitKiB: limit / 1024 })
  if (fault === 'old-or-locked') return problemAt(file, WHOLE_FILE, 'word-old-or-locked', {})
  if (fault === 'locked') return problemAt(file, WHOLE_FILE, 'odt-locked', {})
  const isOpenDocument = /\.f?odt$/i.test(file)
  return problemAt(file, WHOLE_FILE, isOpenDocument ? 'odt-broken' : 'word-broken', {})
}

/** A file that is gone since the folder was listed is no problem: there is nothing to publish. */
function faultProblems(read: ReadFault, file: string, limit: number): Problem[] {
  if (read.fault === 'gone') return []
  if (read.fault === 'too-large')
    return [problemAt(file, WHOLE_FILE, 'file-too-large', { limitKiB: limit / 1024 })]
  if (read.fault === 'changing') return [problemAt(file, WHOLE_FILE, 'file-changing', {})]
  if (read.fault === 'not-a-file') return [problemAt(file, WHOLE_FILE, 'not-a-file', { what: read.what })]
  return [problemAt(file, WHOLE_FILE, 'file-unreadable', { reason: read.reason })]
}
