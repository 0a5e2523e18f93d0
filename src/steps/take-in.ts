import type { CarriedUpdate } from '../model/edition/compose.js'
import { type Problem, problemAt } from '../model/problem/problem.js'
import { editorOf } from '../model/roster/editors.js'
import type { StaffMember } from '../model/roster/staff.js'
import { isAsked } from '../model/update/date-doubts.js'
import { bringsTranslation } from '../model/update/incomplete.js'
import type { Update } from '../model/update/update.js'

/** What lies in the drop folder: parsed updates, and the problems of the files that can't be used. */
export type FolderScan = {
  updates: { file: string; update: Update; hash: string; warnings: Problem[] }[]
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
}

export type TakeInPorts = {
  readFolder: () => Promise<FolderScan>
  /** The agency's people: some have a folder of their own. */
  staff: () => Promise<StaffMember[]>
  carried: () => Promise<Map<string, CarriedUpdate>>
  /** The content hashes that an approver let through although a language is missing. */
  letThrough: () => Promise<ReadonlySet<string>>
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
  /** `version` is the SHA-256 of the file's bytes; null when it could not be read. */
  rejected: { file: string; version: string | null; problems: Problem[] }[]
  warnings: Problem[]
  /** As in {@link FolderScan}. */
  missing: ReadonlySet<string>
  young: ReadonlySet<string>
}

/**
 * One scan of the drop folder: each good file becomes a revision, or is known already; each bad one is named with all its problems
 * and its update stays at the revision that it had. A file that is gone is remembered as gone.
 */
export async function takeIn(ports: TakeInPorts, now: Date): Promise<TakenIn> {
  const scan = admitted(await ports.readFolder(), await ports.letThrough())
  const { good, problems } = checkChanges(scan, await ports.carried())
  const staff = await ports.staff()
  const seen = good.map(({ update, hash, file }) => ({ update, hash, file, editor: editorOf(file, staff) }))
  const kept = await ports.keepScan(seen, now)
  const present = new Set(kept.map(one => one.id))
  const isThere = presenceIn(scan, problems)
  const gone = (await ports.known()).filter(({ id, file }) => !present.has(id) && !isThere(file))
  await ports.markGone(
    gone.map(({ id }) => id),
    now,
  )
  const withoutFlag = ({ id, revision, file }: (typeof kept)[number]) => ({ id, revision, file })
  return {
    accepted: kept.filter(one => one.isNew).map(withoutFlag),
    unchanged: kept.filter(one => !one.isNew).map(withoutFlag),
    rejected: byFile(problems, scan.versions),
    warnings: [...good.flatMap(one => one.warnings), ...scan.warnings],
    missing: scan.missing,
    young: scan.young,
  }
}

/** A file that is refused is there; what lies in a folder that can't be read, or is away for a moment, may be. */
function presenceIn(scan: FolderScan, problems: readonly Problem[]): (file: string) => boolean {
  const refused = new Set(problems.map(({ file }) => file))
  const unread = problems.filter(({ code }) => code.startsWith('folder-')).map(({ file }) => `${file}/`)
  return file => refused.has(file) || scan.missing.has(file) || unread.some(folder => file.startsWith(folder))
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

/**
 * An update that an edition has carried may change only with a note for its readers, and a new note each time.
 * A translation that was awaited says itself what is new. Returns the updates that may be taken in, without warnings of what it has carried like that, and all problems of the scan.
 */
export function checkChanges(
  scan: Pick<FolderScan, 'updates' | 'problems'>,
  carried: ReadonlyMap<string, CarriedUpdate>,
): { good: FolderScan['updates']; problems: Problem[] } {
  const problems = [...scan.problems]
  const asked = scan.updates.map(one => {
    const before = carried.get(one.update.id)?.update ?? null
    return { ...one, warnings: one.warnings.filter(warning => isAsked(warning, before)) }
  })
  const good = asked.filter(({ update, hash, file }) => {
    const before = carried.get(update.id)
    if (!before || before.hash === hash || bringsTranslation(before.update, update)) return true
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

function byFile(problems: Problem[], versions: FolderScan['versions']): TakenIn['rejected'] {
  const files = [...new Set(problems.map(problem => problem.file))]
  return files.map(file => ({
    file,
    version: versions.get(file) ?? null,
    problems: problems.filter(problem => problem.file === file),
  }))
}
