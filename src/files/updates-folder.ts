import { createHash } from 'node:crypto'
import { basename, resolve } from 'node:path'
import { type Problem, problemAt, WHOLE_FILE } from '../model/problem/problem.js'
import { conflictCopies } from '../model/updates/conflict-copies.js'
import { folderOf, foldersAround } from '../model/updates/gone.js'
import { contentHash } from '../model/updates/hash.js'
import type { IncompleteUpdate } from '../model/updates/incomplete.js'
import { type IdentifiedFile, sameIdProblems } from '../model/updates/same-id.js'
import { ALL_SETTLED, type Unsettled } from '../model/updates/settling.js'
import type { Update } from '../model/updates/update.js'
import type { Known } from '../parse/update/checks.js'
import { looksHalfWritten } from '../parse/update/half-written.js'
import type { ChangeField, ParsedUpdate } from '../parse/update/update-file.js'
import { parseFile } from '../parse/word/parse-file.js'
import { listUpdates, type OtherFile, type ToRead } from './list-updates.js'
import { type ReadFault, readRegularFile } from './read-regular-file.js'

/** An update file that can be used. `file` is its name from the folder on, `updates/sub/prime.md`. */
export type UpdateFile = {
  file: string
  update: Update
  hash: string
  warnings: Problem[]
  changeField?: ChangeField
}
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
  /** The folders that hold an update file, at any depth. */
  filled: ReadonlySet<string>
}

/** What a file said when it was last parsed, by the SHA-256 of its bytes and of what was known: the same again needs no parsing. */
export type ParsedBefore = Map<string, { of: string; parsed: ParsedUpdate }>

export type ReadOptions = {
  /** What the last reading parsed; replaced by what this one does. */
  before?: ParsedBefore
  /** Told how many of the files were read, after each. */
  onProgress?: (read: number, of: number) => void
}

/** Files are read this many at a time: on a share, each waits for its answers. */
const READ_AT_ONCE = 8

type Scan = {
  found: (UpdateFile & IdentifiedFile)[]
  incomplete: IncompleteFile[]
  problems: Problem[]
  warnings: Problem[]
  versions: Map<string, string>
}

/**
 * Reads every update file of the drop folder and of the folders in it. Nothing but regular files is opened: a link, a pipe or a device is
 * named as a problem, and so is what may be an update and can't be used. A file that is being written is a problem of this scan alone;
 * which those are, the watcher of the folder knows: `unsettled`. Two files with one id: see {@link sameIdProblems}.
 */
export async function readUpdatesFolder(
  dir: string,
  context: Known,
  unsettled: Unsettled = ALL_SETTLED,
  { before = new Map(), onProgress = () => {} }: ReadOptions = {},
): Promise<UpdatesFolder> {
  const listed = await listUpdates(dir, basename(resolve(dir)))
  const known = digestOf(JSON.stringify(context))
  const parsedNow: ParsedBefore = new Map()
  let done = 0
  const read = await inPool(listed.files, READ_AT_ONCE, async one => {
    const said = await readUpdate(one, { context, known, unsettled, before, parsedNow })
    onProgress(++done, listed.files.length)
    return said
  })
  before.clear()
  for (const [file, parsed] of parsedNow) before.set(file, parsed)
  const scan = put(read)
  const { rest, problems: copies } = conflictCopies(scan.found)
  const { used, duplicates, problems, warnings } = sameIdProblems(rest)
  return {
    updates: used.map(updateFileOf),
    duplicates: duplicates.map(updateFileOf),
    problems: inOrder([...scan.problems, ...listed.problems, ...copies], problems),
    warnings: [...scan.warnings, ...otherFiles(listed.others), ...warnings],
    incomplete: scan.incomplete,
    ignored: [...listed.ignored, ...listed.others.map(({ file }) => file)],
    versions: new Map([...scan.versions, ...listed.versions]),
    missing: unsettled.missing,
    young: unsettled.young,
    filled: new Set(listed.files.flatMap(({ file }) => foldersAround(file))),
  }
}

/** By file, as they lie in the folder; what concerns several files comes last. */
const inOrder = (ofFiles: Problem[], ofSeveral: Problem[]) => [
  ...ofFiles
    .map((problem, place) => ({ problem, place }))
    .sort((a, b) =>
      a.problem.file === b.problem.file ? a.place - b.place : a.problem.file < b.problem.file ? -1 : 1,
    )
    .map(({ problem }) => problem),
  ...ofSeveral,
]

/** One warning for all files of a folder that are none of ours: 500 photos are one thing to say. */
function otherFiles(others: OtherFile[]): Problem[] {
  const byFolder = new Map<string, OtherFile[]>()
  for (const one of others) {
    const folder = folderOf(one.file)
    byFolder.set(folder, [...(byFolder.get(folder) ?? []), one])
  }
  return [...byFolder.values()].flatMap(([first, ...more]) =>
    first ? [problemAt(first.file, WHOLE_FILE, 'file-other-type', valuesOf(first, more))] : [],
  )
}

function valuesOf(first: OtherFile, more: OtherFile[]) {
  const { extension } = first
  if (more.length === 0) return { extension }
  return { extension, more: more.length, names: [first, ...more].map(({ name }) => name) }
}

function updateFileOf({ file, update, hash, warnings, changeField }: UpdateFile): UpdateFile {
  return { file, update, hash, warnings, ...(changeField ? { changeField } : {}) }
}

/** Runs `work` on each, `width` at a time; the results are in the order of what was given. */
async function inPool<T, R>(all: readonly T[], width: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(all.length)
  let next = 0
  const worker = async () => {
    while (next < all.length) {
      const at = next++
      results[at] = await work(all[at] as T)
    }
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}

type Said = Partial<Omit<Scan, 'versions'>> & { version?: [file: string, version: string] }
type Reading = {
  context: Known
  known: string
  unsettled: Unsettled
  before: ParsedBefore
  parsedNow: ParsedBefore
}

function put(said: Said[]): Scan {
  const all = <T>(of: (one: Said) => T[] | undefined) => said.flatMap(one => of(one) ?? [])
  return {
    found: all(one => one.found),
    incomplete: all(one => one.incomplete),
    problems: all(one => one.problems),
    warnings: all(one => one.warnings),
    versions: new Map(said.flatMap(({ version }) => (version ? [version] : []))),
  }
}

async function readUpdate({ file, path, limit }: ToRead, reading: Reading): Promise<Said> {
  const { unsettled, context, known } = reading
  const changing = problemAt(file, WHOLE_FILE, 'file-changing', {})
  if (unsettled.moving.has(file)) return { problems: [changing] }
  const read = await readRegularFile(path, { limit, followLinks: false })
  if ('fault' in read) return { problems: faultProblems(read, file, limit) }
  const hash = digestOf(read.bytes)
  const version: Said['version'] = [file, hash]
  const parsed = parsedOnce(file, `${hash} ${known}`, reading, () =>
    parseFile(read.bytes, limit, { ...context, file }),
  )
  if (unsettled.young.has(file) && looksHalfWritten(read.bytes, parsed))
    return { version, problems: [changing] }
  if ('problems' in parsed) {
    const { problems, warnings, incomplete } = parsed
    return { version, problems, warnings, incomplete: incomplete ? [incompleteFile(file, incomplete)] : [] }
  }
  const { update, warnings, idPlace, changeField } = parsed
  return {
    version,
    found: [{ file, update, hash: contentHash(update), warnings, id: update.id, idPlace, changeField }],
  }
}

function parsedOnce(
  file: string,
  of: string,
  { before, parsedNow }: Reading,
  parse: () => ParsedUpdate,
): ParsedUpdate {
  const known = before.get(file)
  const parsed = known?.of === of ? known.parsed : parse()
  parsedNow.set(file, { of, parsed })
  return parsed
}

const digestOf = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex')

function incompleteFile(file: string, { update, problem }: IncompleteUpdate): IncompleteFile {
  return { file, update, hash: contentHash(update), warnings: [], problem }
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
