import type { Problem } from '../problem/problem.js'

/** Who said that all warnings of a file are meant, and when. `by`: an address of staff.yaml. */
export type Meant = { by: string; at: Date }

/** A usable file with warnings. `version`: SHA-256 of its bytes; `hash`: of the update's content. */
export type WarnedFile = { file: string; version: string; id: string; hash: string; warnings: Problem[] }

/** `meant`: who said so of this version; null while nobody has. */
export type JudgedFile = WarnedFile & { meant: Meant | null }

/** The warnings of usable files, sorted by file name; none for a file of unknown version. */
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
