import type { CarriedUpdate } from '../../model/editions/compose.js'
import type { Problem } from '../../model/problem/problem.js'
import { type JudgedFile, warnedFiles } from '../../model/updates/warned-file.js'
import { LockLost, type StillAlone } from '../../postgres/server/alone.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import { markGone } from '../../postgres/updates/mark-gone.js'
import { keepWarned, meantOf } from '../../postgres/updates/meant.js'
import { type KeptUpdate, keepScan, oneScanAtATime } from '../../postgres/updates/scans.js'
import { type Context, todayOf } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { authorsIn } from './author-of.js'
import { checkChanges } from './check-changes.js'
import { admitted, type FolderScan } from './folder-scan.js'
import { knownFiles } from './known-files.js'
import { awaitedUpdates } from './leave-out.js'
import { goneProblems, unseen } from './unseen.js'

/** The result of a scan. */
export type TakenIn = {
  accepted: { id: string; revision: number; file: string }[]
  unchanged: { id: string; revision: number; file: string }[]
  /** `version`: SHA-256 of the file's bytes; null when unreadable. */
  rejected: { file: string; version: string | null; problems: Problem[] }[]
  warnings: Problem[]
  /** Usable files with warnings. `isTold`: an edition has carried this content. */
  warned: (JudgedFile & { isTold: boolean })[]
  /** As in {@link FolderScan}. */
  missing: ReadonlySet<string>
  young: ReadonlySet<string>
}

/** How often a scan restarts after losing its connection, since another may have overtaken it. */
const SCANS = 3

/** One scan of the drop folder, under a lock among processes. It may take minutes: a terminal shows the progress. Throws the ledger's error. */
export async function scanFolder(context: Context): Promise<TakenIn> {
  const { db } = context.engine
  for (let scans = 1; ; scans++) {
    try {
      return await oneScanAtATime(db, still => scan(context, still), waits(context))
    } catch (error) {
      if (!(error instanceof LockLost) || scans === SCANS) throw error
      context.log.warn('updates.scan-again', { reason: error.message })
    }
  }
}

const waits = (context: Context) => () => {
  context.log.info('updates.scan-waits')
  context.tell?.('Another process is reading the drop folder: waiting until it is done …')
}

/**
 * Each good file becomes a revision, unless known; each bad one is reported, and its update keeps its revision. A missing file is reported until it
 * is back or a person leaves it out. decision 51
 */
async function scan(context: Context, still: StillAlone): Promise<TakenIn> {
  const { folders, clock, engine } = context
  const { db } = engine
  const now = clock()
  const today = todayOf(context)
  const scanned = admitted(await folders.updates(today, progress(context)), await letThroughHashes(db))
  const carried = await carriedUpdates(db, null)
  const { good, problems } = checkChanges(scanned, carried)
  const staff = await staffOf(context)
  const authorOf = await authorsIn(context, scanned, staff)
  const seen = good.map(({ update, hash, file }) => ({ update, hash, file, editor: authorOf(file) }))
  const kept = await keepScan(db, seen, now, still)
  const known = await knownFiles(context, today)
  const { gone, away } = unseen(
    known,
    { ...scanned, problems },
    new Map(kept.map(({ id, file }) => [id, file])),
  )
  await markGone(db, gone, now, still)
  const awaited = known.length > 0 ? await awaitedUpdates(context) : []
  const lost = awaited.map(({ update, file }) => ({ id: update.id, file }))
  return {
    accepted: kept.filter(one => one.isNew).map(withoutFlag),
    unchanged: kept.filter(one => !one.isNew).map(withoutFlag),
    rejected: byFile([...problems, ...goneProblems(lost, away, scanned.filled)], scanned.versions),
    warnings: [...good.flatMap(one => one.warnings), ...scanned.warnings],
    warned: await judged(context, { ...scanned, updates: good }, carried, still),
    missing: scanned.missing,
    young: scanned.young,
  }
}

const withoutFlag = ({ id, revision, file }: KeptUpdate) => ({ id, revision, file })

/** Replaces the stored warnings of usable files. */
async function judged(
  { engine: { db }, clock }: Context,
  { updates, duplicates, warnings, versions }: FolderScan,
  carried: ReadonlyMap<string, CarriedUpdate>,
  still: StillAlone,
): Promise<TakenIn['warned']> {
  const twins = duplicates.map(one => ({ ...one, warnings: [] }))
  const warned = warnedFiles([...updates, ...twins], warnings, versions)
  await keepWarned(db, warned, clock(), still)
  const meant = await meantOf(
    db,
    warned.map(({ version }) => version),
  )
  return warned.map(one => ({
    ...one,
    meant: meant.get(one.version) ?? null,
    isTold: carried.get(one.id)?.hash === one.hash,
  }))
}

function byFile(problems: Problem[], versions: FolderScan['versions']): TakenIn['rejected'] {
  const files = [...new Set(problems.map(problem => problem.file))]
  return files.map(file => ({
    file,
    version: versions.get(file) ?? null,
    problems: problems.filter(problem => problem.file === file),
  }))
}

/** In milliseconds: a longer reading is reported, and then at this interval. */
const TOLD_EVERY_MS = 3000

function progress({ tell, log }: Context): (read: number, of: number) => void {
  let told = performance.now()
  return (read, of) => {
    if (performance.now() - told < TOLD_EVERY_MS) return
    told = performance.now()
    log.info('updates.reading', { read, of })
    tell?.(`Reading the drop folder: ${read} of ${of} files …`)
  }
}
