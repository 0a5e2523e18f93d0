import { localDay } from '../../model/calendar/calendar.js'
import { isOver } from '../../model/editions/ending.js'
import type { KnownFile } from '../../model/updates/gone.js'
import type { Update } from '../../model/updates/update.js'
import { LockLost, type StillAlone } from '../../postgres/server/alone.js'
import { carriedUpdates } from '../../postgres/updates/carried.js'
import { goneUpdates, markGone } from '../../postgres/updates/gone-updates.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import { keepWarned, meantOf } from '../../postgres/updates/meant.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { keepScan, oneScanAtATime } from '../../postgres/updates/scans.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { type TakeInPorts, type TakenIn, takeIn } from './take-in.js'

/** How often a scan is begun anew whose connection broke, and which another may have overtaken. */
const SCANS = 3

/**
 * One scan of the drop folder, alone of all processes. It may take minutes: the terminal, where somebody waits at one, hears how far it is.
 * Throws what the ledger says.
 */
export async function scanNow(context: Context): Promise<TakenIn> {
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

const scan = (context: Context, still: StillAlone): Promise<TakenIn> =>
  takeIn(portsOf(context, still), context.clock())

function portsOf(context: Context, still: StillAlone): TakeInPorts {
  const { folders, clock, config, engine } = context
  const { db } = engine
  const today = localDay(clock(), config.timeZone)
  return {
    readFolder: () => folders.updates(today, progress(context)),
    letThrough: () => letThroughHashes(db),
    staff: () => staffOf(context),
    carried: () => carriedUpdates(db, null),
    known: () => knownFiles(context, today),
    keepScan: (seen, now) => keepScan(db, seen, now, still),
    markGone: (gone, now) => markGone(db, gone, now, still),
    keepWarned: (files, now) => keepWarned(db, files, now, still),
    meant: versions => meantOf(db, versions),
    awaited: async () =>
      (await goneUpdates(db))
        .filter(({ isAwaited }) => isAwaited)
        .map(({ update, file }) => ({ id: update.id, file })),
  }
}

/** The updates taken in, each with its file; over is what no edition of today or later would carry. */
export async function knownFiles({ engine }: Pick<Context, 'engine'>, today: string): Promise<KnownFile[]> {
  const { current, files } = await droppedUpdates(engine.db)
  const over = new Set(current.filter(({ update }) => isDone(update, today)).map(({ update }) => update.id))
  return files.map(({ id, file }) => ({ id, file, isOver: over.has(id) }))
}

/** The same without those that are gone and that nobody waits for. */
export async function unansweredFiles(context: Pick<Context, 'engine'>, today: string): Promise<KnownFile[]> {
  const gone = await goneUpdates(context.engine.db)
  const settled = new Set(gone.filter(one => !one.isAwaited).map(({ update }) => update.id))
  return (await knownFiles(context, today)).filter(({ id }) => !settled.has(id))
}

const isDone = (update: Update, today: string) => update.status === 'withdrawn' || isOver(update, today)

/** A reading that takes longer than this is told, and then this often, in milliseconds. */
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
