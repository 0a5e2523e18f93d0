import type { CarriedUpdate } from '../../model/editions/compose.js'
import { type Problem, problemAt, WHOLE_FILE } from '../../model/problem/problem.js'
import { editorOf } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { isAsked } from '../../model/updates/date-doubts.js'
import { type Hold, holdsOf, isBelow, type KnownFile } from '../../model/updates/gone.js'
import { bringsTranslation } from '../../model/updates/incomplete.js'
import type { Update } from '../../model/updates/update.js'
import { type JudgedFile, type Meant, type WarnedFile, warnedFiles } from '../../model/updates/warned-file.js'
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

export type TakeInPorts = {
  readFolder: () => Promise<FolderScan>
  /** The agency's people: some have a folder of their own. */
  staff: () => Promise<StaffMember[]>
  carried: () => Promise<Map<string, CarriedUpdate>>
  /** The content hashes that an approver let through although a language is missing. */
  letThrough: () => Promise<ReadonlySet<string>>
  /** The updates taken in before, and the file that held each. */
  known: () => Promise<KnownFile[]>
  keepScan: (
    seen: { update: Update; hash: string; file: string; editor: string | null }[],
    now: Date,
  ) => Promise<{ id: string; revision: number; file: string; isNew: boolean }[]>
  markGone: (gone: ReadonlyMap<string, Hold>, now: Date) => Promise<void>
  /** The updates whose file went, and of which a person hasn't said yet what is meant. */
  awaited: () => Promise<{ id: string; file: string }[]>
  /** What is worth a look in the files that are used, instead of what was before. */
  keepWarned: (files: WarnedFile[], now: Date) => Promise<void>
  /** Of these versions of files, those that somebody marked as meant. */
  meant: (versions: string[]) => Promise<ReadonlyMap<string, Meant>>
}

export type TakenIn = {
  accepted: { id: string; revision: number; file: string }[]
  unchanged: { id: string; revision: number; file: string }[]
  /** `version` is the SHA-256 of the file's bytes; null when it could not be read. */
  rejected: { file: string; version: string | null; problems: Problem[] }[]
  warnings: Problem[]
  /** The files that are used and have warnings. `isTold`: an edition has carried the content as it is. */
  warned: (JudgedFile & { isTold: boolean })[]
  /** As in {@link FolderScan}. */
  missing: ReadonlySet<string>
  young: ReadonlySet<string>
}

/**
 * One scan of the drop folder: each good file becomes a revision, or is known already; each bad one is named with all its problems
 * and its update stays at the revision that it had. A file that is gone is named, until it is back or a person says that it may be. decision 51
 */
export async function takeIn(ports: TakeInPorts, now: Date): Promise<TakenIn> {
  const scan = admitted(await ports.readFolder(), await ports.letThrough())
  const carried = await ports.carried()
  const { good, problems } = checkChanges(scan, carried)
  const staff = await ports.staff()
  const seen = good.map(({ update, hash, file }) => ({ update, hash, file, editor: editorOf(file, staff) }))
  const kept = await ports.keepScan(seen, now)
  const known = await ports.known()
  const { gone, away } = unseen(known, { ...scan, problems }, new Map(kept.map(({ id, file }) => [id, file])))
  await ports.markGone(gone, now)
  const awaited = known.length > 0 ? await ports.awaited() : []
  const duplicates = scan.duplicates.map(one => ({ ...one, warnings: [] }))
  const warned = warnedFiles([...good, ...duplicates], scan.warnings, scan.versions)
  await ports.keepWarned(warned, now)
  const meant = await ports.meant(warned.map(({ version }) => version))
  const withoutFlag = ({ id, revision, file }: (typeof kept)[number]) => ({ id, revision, file })
  return {
    accepted: kept.filter(one => one.isNew).map(withoutFlag),
    unchanged: kept.filter(one => !one.isNew).map(withoutFlag),
    rejected: byFile([...problems, ...goneProblems(awaited, away, scan.filled)], scan.versions),
    warnings: [...good.flatMap(one => one.warnings), ...scan.warnings],
    warned: warned.map(one => ({
      ...one,
      meant: meant.get(one.version) ?? null,
      isTold: carried.get(one.id)?.hash === one.hash,
    })),
    missing: scan.missing,
    young: scan.young,
  }
}

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
  const good = asked.filter(({ update, hash, file, changeField }) => {
    const before = carried.get(update.id)
    if (!before || before.hash === hash || bringsTranslation(before.update, update)) return true
    const stale =
      update.change !== null && JSON.stringify(update.change) === JSON.stringify(before.update.change)
    if (update.change !== null && !stale) return true
    const { place = WHOLE_FILE, ...naming } = changeField ?? {}
    const code = stale ? 'change-stale' : 'change-missing'
    problems.push(problemAt(file, place, code, { id: update.id, ...naming }))
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
