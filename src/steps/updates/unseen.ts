import { type Problem, problemAt, WHOLE_FILE } from '../../model/problem/problem.js'
import { type Hold, holdsOf, isBelow, type KnownFile } from '../../model/updates/gone.js'

import type { FolderScan } from './folder-scan.js'

/**
 * Known updates whose file was not seen: `gone`, with what each holds up; `away`: in an unreadable folder. A refused file exists, and a briefly
 * missing one may.
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

/** A problem for each update that a draft would lack without a person's decision, by file; and for the folder when it holds no update. */
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
