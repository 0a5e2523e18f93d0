import type { Problem } from '../../model/problem/problem.js'
import type { Update } from '../../model/updates/update.js'
import type { ChangeField } from '../../parse/update/update-file.js'

/** The drop folder: parsed updates, and problems of unusable files. */
export type FolderScan = {
  updates: {
    file: string
    update: Update
    hash: string
    warnings: Problem[]
    /** The place and name of its change note. */
    changeField?: ChangeField
  }[]
  /** Files with the id and content of another file that is used. */
  duplicates: { file: string; update: Update; hash: string; warnings: Problem[] }[]
  /** Urgent ones that lack a language, with their problems, which `problems` lists too. */
  incomplete: { file: string; update: Update; hash: string; warnings: Problem[]; problem: Problem }[]
  problems: Problem[]
  /** Warnings about the folder as a whole; those of one update stand with it. */
  warnings: Problem[]
  /** SHA-256 of the bytes, in hex, for each file that was read. */
  versions: ReadonlyMap<string, string>
  /** Files that are briefly missing, perhaps being saved. */
  missing: ReadonlySet<string>
  /** Files that are stable but recent: their editors may still be at work. */
  young: ReadonlySet<string>
  /** Folders that hold an update file at any depth; an empty one may be an unreachable share. */
  filled: ReadonlySet<string>
}

/** The scan with let-through files among the updates, unless another file has the same id. */
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
