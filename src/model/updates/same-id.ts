import { type Place, type Problem, problemAt } from '../problem/problem.js'

/** A parsed file with the data needed to compare ids. `hash` is its content hash. */
export type IdentifiedFile = { file: string; id: string; hash: string; idPlace: Place }

/**
 * Problems of files with the same id. With equal content the first by name is used, and the others are duplicates (a warning each). With different
 * content it is a conflict: each gets a problem that names the others, and none is used.
 */
export function sameIdProblems<F extends IdentifiedFile>(
  files: readonly F[],
): { used: F[]; duplicates: F[]; problems: Problem[]; warnings: Problem[] } {
  const used: F[] = []
  const duplicates: F[] = []
  const problems: Problem[] = []
  const warnings: Problem[] = []
  for (const group of groupsById(files)) {
    const [first, ...later] = group
    if (!first) continue
    if (group.some(({ hash }) => hash !== first.hash)) {
      problems.push(...group.map(one => conflict(one, group)))
      continue
    }
    used.push(first)
    duplicates.push(...later)
    warnings.push(
      ...later.map(one =>
        problemAt(one.file, one.idPlace, 'id-duplicate', { id: one.id, other: first.file }),
      ),
    )
  }
  return { used, duplicates, problems, warnings }
}

function groupsById<F extends IdentifiedFile>(files: readonly F[]): F[][] {
  const groups = new Map<string, F[]>()
  for (const one of [...files].sort((a, b) => (a.file < b.file ? -1 : 1))) {
    const group = groups.get(one.id)
    if (group) group.push(one)
    else groups.set(one.id, [one])
  }
  return [...groups.values()]
}

/** Names at most ten others: a file copied a thousand times would give a million names. */
function conflict(one: IdentifiedFile, group: readonly IdentifiedFile[]): Problem {
  const others = group.filter(({ file }) => file !== one.file).map(({ file }) => file)
  return problemAt(one.file, one.idPlace, 'id-conflict', { id: one.id, others: others.slice(0, 10) })
}
