import type { Problem } from '../../model/problem/problem.js'
import type { Update } from '../../model/updates/update.js'
import type { ChangeField } from '../../parse/update/update-file.js'

/** What lies in the drop folder: parsed updates, and the problems of the files that can't be used. */
export type FolderScan = {
  updates: {
    file: string
    update: Update
    hash: string
    warnings: Problem[]
    /** Where its note of what changes stands, and what it is called there. */
    changeField?: ChangeField
  }[]
  /** Files with the id and the content of one that is used. */
  duplicates: { file: string; update: Update; hash: string; warnings: Problem[] }[]
  /** Urgent ones that lack a language, each with its problem, which is among the problems too. */
  incomplete: { file: string; update: Update; hash: string; warnings: Problem[]; problem: Problem }[]
  problems: Problem[]
  /** Of the folder as a whole; those of one update stand with it. */
  warnings: Problem[]
  /** Of each file that was read, the SHA-256 of its bytes, in hex. */
  versions: ReadonlyMap<string, string>
  /** Files that are away for a moment, perhaps only to be saved. */
  missing: ReadonlySet<string>
  /** Files that stand still, but were written a moment ago: their editor may be at work on them. */
  young: ReadonlySet<string>
  /** The folders that hold an update file, at any depth; one that holds none may be a share that is away. */
  filled: ReadonlySet<string>
}

/** The scan, with what an approver let through among the updates. Never beside another file with the same id. */
export function admitted(scan: FolderScan, letThrough: ReadonlySet<string>): FolderScan {
  const files = [...scan.updates, ...scan.incomplete]
  const isAlone = (id: string) => files.filter(({ update }) => update.id === id).length === 1
  const through = scan.incomplete.filter(({ hash, update }) => letThrough.has(hash) && isAlone(update.id))
  if (through.length === 0) return scan
  const solved = new Set(through.map(({ problem }) => problem))
  return {
    ...scan,
    updates: [...scan.updates, ...through.map(({ problem, ...update }) => update)],
    incomplete: scan.incomplete.filter(one => !through.includes(one)),
    problems: scan.problems.filter(problem => !solved.has(problem)),
  }
}
