import { createHash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { type Problem, problemAt, WHOLE_FILE } from '../model/problem/problem.js'
import { type FileKind, fileKind, isBundle } from '../model/updates/file-kind.js'
import { LIMITS } from '../parse/word/parse-file.js'
import { entriesOf, type FolderEntry } from './folder-entries.js'
import { codeOf, kindOf, readRegularFile } from './read-regular-file.js'

export const FOLDER_DEPTH = 8

/** An update file to read: `file` is its name from the drop folder on, `path` opens it. */
export type ToRead = { file: string; path: string | Buffer; limit: number }
/** A file that is certainly no update, such as a picture or a table. */
export type OtherFile = { file: string; name: string; extension: string }
export type ListedUpdates = {
  files: ToRead[]
  /** For folders, and for files that may be updates but can't be used. */
  problems: Problem[]
  others: OtherFile[]
  /** Files left by shares, sync clients and editors, and private ones. */
  ignored: string[]
  /** SHA-256 of size and time for each unusable file; its content isn't read. */
  versions: Map<string, string>
}

/** The contents of the drop folder and its subfolders, by kind and sorted by name. Opens only files without an extension. */
export async function listUpdates(dir: string, name: string): Promise<ListedUpdates> {
  const listed: ListedUpdates = { files: [], problems: [], others: [], ignored: [], versions: new Map() }
  await listFolder(dir, name, 0, listed)
  return listed
}

async function listFolder(path: string | Buffer, name: string, depth: number, listed: ListedUpdates) {
  if (depth > FOLDER_DEPTH) {
    listed.problems.push(problemAt(name, WHOLE_FILE, 'folder-too-deep', { limit: FOLDER_DEPTH }))
    return
  }
  let entries: FolderEntry[]
  try {
    entries = await entriesOf(path)
  } catch (error) {
    listed.problems.push(folderProblem(name, depth, codeOf(error)))
    return
  }
  for (const entry of entries) await listEntry(entry, name, depth, listed)
}

function folderProblem(name: string, depth: number, reason: string): Problem {
  const missing = reason === 'ENOENT' || (depth === 0 && reason === 'ENOTDIR')
  if (missing) return problemAt(name, WHOLE_FILE, 'folder-missing', {})
  return problemAt(name, WHOLE_FILE, 'folder-unreadable', { reason })
}

async function listEntry(entry: FolderEntry, folder: string, depth: number, listed: ListedUpdates) {
  const file = `${folder}/${entry.name}`
  const kind = fileKind(entry.guess, entry.isUtf8)
  if (kind.kind === 'left-alone') {
    listed.ignored.push(file)
    return
  }
  if (entry.kind.isDirectory() && !isBundle(entry.guess)) {
    await listFolder(entry.path, file, depth + 1, listed)
    return
  }
  if (!entry.kind.isFile() && !entry.kind.isDirectory()) {
    listed.problems.push(problemAt(file, WHOLE_FILE, 'not-a-file', { what: kindOf(entry.kind) }))
    return
  }
  if (kind.kind === 'update') {
    listed.files.push({ file, path: entry.path, limit: LIMITS[kind.extension] ?? 0 })
    return
  }
  const problem = refusalOf(file, kind) ?? (await withoutExtension(entry, file, kind))
  if (problem === null) {
    const extension = kind.kind === 'other' && kind.extension !== '' ? kind.extension : entry.name
    listed.others.push({ file, name: entry.name, extension })
    return
  }
  listed.problems.push(problem)
  listed.versions.set(file, await versionOf(entry.path))
}

/** The problem of a file that may be an update but can't be used; null for any other. */
function refusalOf(file: string, kind: FileKind): Problem | null {
  if (kind.kind === 'old-word') return problemAt(file, WHOLE_FILE, 'word-old-or-locked', {})
  if (kind.kind === 'refused') {
    const { extension, remedy, proposed } = kind
    return problemAt(file, WHOLE_FILE, 'file-kind', { extension, remedy, proposed })
  }
  if (kind.kind !== 'misnamed') return null
  return problemAt(file, WHOLE_FILE, 'file-name', { fault: kind.fault, proposed: kind.proposed })
}

/** Systems that hide extensions let people save without one: a file that begins like an update is treated as one. */
async function withoutExtension(entry: FolderEntry, file: string, kind: FileKind): Promise<Problem | null> {
  if (kind.kind !== 'other' || kind.extension !== '' || !entry.kind.isFile()) return null
  const read = await readRegularFile(entry.path, { limit: LIMITS['.md'] ?? 0, followLinks: false })
  const isUpdate = 'bytes' in read && FRONT.some(begin => begin.every((byte, at) => read.bytes[at] === byte))
  if (!isUpdate) return null
  const values = { extension: '', remedy: 'rename' as const, proposed: `${entry.guess}.md` }
  return problemAt(file, WHOLE_FILE, 'file-kind', values)
}

/** `---`, perhaps after a byte order mark. */
const FRONT = [
  [0x2d, 0x2d, 0x2d],
  [0xef, 0xbb, 0xbf, 0x2d, 0x2d, 0x2d],
]

async function versionOf(path: string | Buffer): Promise<string> {
  const state = await lstat(path).catch(() => null)
  return createHash('sha256').update(`${state?.size} ${state?.mtimeMs}`).digest('hex')
}
