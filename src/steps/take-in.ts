import type { CarriedUpdate } from '../model/compose.js'
import { type Problem, problemAt } from '../model/problem.js'
import type { Update } from '../model/update.js'

/** What lies in the drop folder: parsed updates, and the problems of the files that can't be used. */
export type FolderScan = {
  updates: { file: string; update: Update; hash: string; warnings: Problem[] }[]
  problems: Problem[]
}

export type TakeInPorts = {
  readFolder: () => Promise<FolderScan>
  carried: () => Promise<Map<string, CarriedUpdate>>
  /** The updates taken in before, and the file that held each. */
  known: () => Promise<{ id: string; file: string }[]>
  keepScan: (
    seen: { update: Update; hash: string; file: string; editor: string | null }[],
    now: Date,
  ) => Promise<{ id: string; revision: number; file: string; isNew: boolean }[]>
  markGone: (ids: string[], now: Date) => Promise<void>
}

export type TakenIn = {
  accepted: { id: string; revision: number; file: string }[]
  unchanged: { id: string; revision: number; file: string }[]
  rejected: { file: string; problems: Problem[] }[]
  warnings: Problem[]
}

/**
 * One scan of the drop folder: each good file becomes a revision, or is known already; each bad one is named with all its problems
 * and its update stays at the revision that it had. A file that is gone is remembered as gone.
 */
export async function takeIn(ports: TakeInPorts, now: Date): Promise<TakenIn> {
  const scan = await ports.readFolder()
  const { good, problems } = checkChanges(scan, await ports.carried())
  const kept = await ports.keepScan(
    good.map(({ update, hash, file }) => ({ update, hash, file, editor: null })),
    now,
  )
  const refusedFiles = new Set(problems.map(problem => problem.file))
  const present = new Set(kept.map(one => one.id))
  const gone = (await ports.known()).filter(({ id, file }) => !present.has(id) && !refusedFiles.has(file))
  await ports.markGone(
    gone.map(({ id }) => id),
    now,
  )
  const withoutFlag = ({ id, revision, file }: (typeof kept)[number]) => ({ id, revision, file })
  return {
    accepted: kept.filter(one => one.isNew).map(withoutFlag),
    unchanged: kept.filter(one => !one.isNew).map(withoutFlag),
    rejected: byFile(problems),
    warnings: good.flatMap(one => one.warnings),
  }
}

/**
 * An update that an edition has carried may change only with a note for its readers, and a new note each time.
 * Returns the updates that may be taken in and all problems of the scan.
 */
export function checkChanges(
  scan: FolderScan,
  carried: ReadonlyMap<string, CarriedUpdate>,
): { good: FolderScan['updates']; problems: Problem[] } {
  const problems = [...scan.problems]
  const good = scan.updates.filter(({ update, hash, file }) => {
    const before = carried.get(update.id)
    if (!before || before.hash === hash) return true
    const stale =
      update.change !== null && JSON.stringify(update.change) === JSON.stringify(before.update.change)
    if (update.change !== null && !stale) return true
    problems.push(
      problemAt(file, { line: 1, column: 1 }, stale ? 'change-stale' : 'change-missing', { id: update.id }),
    )
    return false
  })
  return { good, problems }
}

function byFile(problems: Problem[]): { file: string; problems: Problem[] }[] {
  const files = [...new Set(problems.map(problem => problem.file))]
  return files.map(file => ({ file, problems: problems.filter(problem => problem.file === file) }))
}
