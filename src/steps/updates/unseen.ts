import { type Problem, problemAt, WHOLE_FILE } from '../../model/problem/problem.js'
import { type Hold, holdsOf, isBelow, type KnownFile } from '../../model/updates/gone.js'

import type { FolderScan } from './folder-scan.js'

/**
 * Of the known updates, those whose file was not seen: `gone` with what each holds up; `away` are those in a folder that can't be read.
 * A file that is refused is there; one that is away for a moment may be.
 */
export function unseen(
  known: readonly KnownFile[],
  { problems, missing, filled }: Pick<FolderScan, 'problems' | 'missing' | 'filled'>,
  kept: ReadonlyMap<string, string>,
): { gone: Map<string, Hold>; away: KnownFile[] } {
  const refused = new Set(problems.map(({ file }) => file))
  const unread = problems.filter(({ code }) => code.startsWith('folder-')).map(({ file }) => file)
  const lost = known.filter(({ id, file }) => !kept.has(id) && !refused.has(file) && !missing.has(file))
  const isAway = ({ file }: KnownFile) => unread.some(folder => isBelow(file, folder))
  const gone = lost.filter(one => !isAway(one))
  return { gone: holdsOf(gone, new Set(kept.values()), filled), away: lost.filter(isAway) }
}

/** Each update that a draft would lack without anybody's word, by its file; and the whole folder, where it holds no update any more. */
export function goneProblems(
  awaited: readonly { id: string; file: string }[],
  away: readonly { id: string; file: string }[],
  filled: ReadonlySet<string>,
): Problem[] {
  const [first] = awaited
  const root = first?.file.split('/')[0]
  const empty =
    root && filled.size === 0
      ? [problemAt(root, WHOLE_FILE, 'folder-empty', { updates: awaited.length })]
      : []
  return [
    ...empty,
    ...awaited.map(({ id, file }) => problemAt(file, WHOLE_FILE, 'file-gone', { id })),
    ...away.map(({ id, file }) => problemAt(file, WHOLE_FILE, 'file-away', { id })),
  ]
}
