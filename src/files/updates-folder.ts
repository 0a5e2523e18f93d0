import { basename, resolve } from 'node:path'
import { type Problem, problemAt, WHOLE_FILE } from '../model/problem/problem.js'
import { conflictCopies } from '../model/updates/conflict-copies.js'
import { folderOf, foldersAround } from '../model/updates/gone.js'
import { sameIdProblems } from '../model/updates/same-id.js'
import { ALL_SETTLED, type Unsettled } from '../model/updates/settling.js'
import type { Known } from '../parse/update/checks.js'
import { listUpdates, type OtherFile } from './list-updates.js'
import {
  digestOf,
  type IncompleteFile,
  type ParsedBefore,
  readUpdate,
  type Said,
  type Scan,
  type UpdateFile,
} from './read-update.js'

export type UpdatesFolder = {
  updates: UpdateFile[]
  /** Files with the id and content of another file that is used. */
  duplicates: UpdateFile[]
  problems: Problem[]
  /** Warnings about the folder as a whole; those of one update stand with it. */
  warnings: Problem[]
  /** Urgent updates that lack one language, even if another file has their id; `problems` lists their problems too. */
  incomplete: IncompleteFile[]
  /** Names that are none of our business. */
  ignored: string[]
  /** SHA-256 of the bytes, in hex, for each update file that was read. */
  versions: ReadonlyMap<string, string>
  /** Files that are gone but were there a moment ago: they may be being saved. */
  missing: ReadonlySet<string>
  /** Files that no longer change, but were written a moment ago. */
  young: ReadonlySet<string>
  /** Folders that hold an update file at any depth. */
  filled: ReadonlySet<string>
}

export type ReadOptions = {
  /** Results of the previous reading; replaced by those of this one. */
  before?: ParsedBefore
  /** Called after each file, with how many were read. */
  onProgress?: (read: number, of: number) => void
}

/** How many files are read at once: on a share, each waits for the network. */
const READ_AT_ONCE = 8

/**
 * Reads every update file of the drop folder and its subfolders. Opens regular files only: a link, pipe or device becomes a problem, as does an
 * unusable update. `unsettled`, from the watcher, names files still being written; their problems concern this scan alone. Two files with one id: see
 * {@link sameIdProblems}.
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

/** Problems by file, in folder order; problems of several files come last. */
const inOrder = (ofFiles: Problem[], ofSeveral: Problem[]) => [
  ...ofFiles
    .map((problem, place) => ({ problem, place }))
    .sort((a, b) =>
      a.problem.file === b.problem.file ? a.place - b.place : a.problem.file < b.problem.file ? -1 : 1,
    )
    .map(({ problem }) => problem),
  ...ofSeveral,
]

/** One warning per folder for all files that are no updates: 500 photos are one message. */
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

/** Runs `work` on each item, `width` at a time; results keep the order of the items. */
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
