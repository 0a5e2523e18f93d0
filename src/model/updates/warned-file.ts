import type { Problem } from '../problem/problem.js'

/** Who said that all of a file's warnings are meant as they stand, and when. `by`: an address of staff.yaml. */
export type Meant = { by: string; at: Date }

/** A file that is used and has something worth a look. `version`: SHA-256 of its bytes; `hash`: of the update's content. */
export type WarnedFile = { file: string; version: string; id: string; hash: string; warnings: Problem[] }

/** `meant`: what somebody said of this version; null while it is to be looked at. */
export type JudgedFile = WarnedFile & { meant: Meant | null }

/** Those of the files that are used, by file, in the order of their names; of a version that can't be known there are none. */
export function warnedFiles(
  used: readonly { file: string; update: { id: string }; hash: string; warnings: Problem[] }[],
  others: readonly Problem[],
  versions: ReadonlyMap<string, string>,
): WarnedFile[] {
  return used
    .flatMap(({ file, update, hash, warnings }) => {
      const version = versions.get(file)
      const all = [...warnings, ...others.filter(one => one.file === file)]
      return version && all.length > 0 ? [{ file, version, id: update.id, hash, warnings: all }] : []
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1))
}
