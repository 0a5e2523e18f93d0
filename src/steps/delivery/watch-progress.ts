import { type LiveProgress, liveProgress } from '../../postgres/delivery/live-progress.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import type { Context } from '../context.js'
import { type CommuneStatus, readEdition } from '../editions/read-edition.js'
import { readStatus } from '../editions/read-status.js'

/** One statement a second for an edition, however many watch. */
const LOOK_MS = 1000
/** In milliseconds: the pace is that of the last minute. */
const PACE_MS = 60_000

/** An edition with open deliveries. `communes`: as they were when it began to be watched. */
export type Live = { edition: string; communes: readonly CommuneStatus[] }

/** Called with each look at an edition. */
type Listener = (progress: LiveProgress) => void
type Watched = { live: Live; listeners: Set<Listener>; timer: NodeJS.Timeout }

/** Editions that are watched while they are sent. */
export type Progress = {
  /** The edition while some of its deliveries are open; null before and after, and for an unknown one. */
  live: (edition: string) => Promise<Live | null>
  /** Calls `listener` each second, until the returned function is called. */
  watch: (live: Live, listener: Listener) => () => void
}

export function watchProgress(context: Context): Progress {
  const watched = new Map<string, Watched>()
  return {
    live: async edition => watched.get(edition)?.live ?? liveEdition(context, edition),
    watch: (live, listener) => {
      const known = watched.get(live.edition) ?? begin(context, live)
      watched.set(live.edition, known)
      known.listeners.add(listener)
      return () => {
        known.listeners.delete(listener)
        if (known.listeners.size > 0) return
        clearInterval(known.timer)
        if (watched.get(live.edition) === known) watched.delete(live.edition)
      }
    },
  }
}

/** How far an edition is now. */
export const progressNow = ({ engine, clock }: Context, edition: string): Promise<LiveProgress> =>
  liveProgress(engine.db, edition, new Date(clock().getTime() - PACE_MS))

/** Some of its deliveries are open; a stop does not end that. */
export const isBeingSent = ({ dispatchedAt, state }: Pick<EditionRow, 'dispatchedAt' | 'state'>) =>
  dispatchedAt !== null && (state === 'sending' || state === 'paused')

async function liveEdition(context: Context, edition: string): Promise<Live | null> {
  const row = await readEdition(context, edition)
  if (!row || !isBeingSent(row)) return null
  const status = await readStatus(context, edition)
  return status && { edition, communes: status.communes }
}

function begin(context: Context, live: Live): Watched {
  const { edition } = live
  let isLooking = false
  const look = async () => {
    if (isLooking) return
    isLooking = true
    try {
      const progress = await progressNow(context, edition)
      for (const listener of started.listeners) listener(progress)
    } catch (error) {
      // The next look repeats it; those who watch see that nothing moves.
      context.log.warn('progress.not-read', { edition, reason: (error as Error).message })
    } finally {
      isLooking = false
    }
  }
  const started: Watched = { live, listeners: new Set(), timer: setInterval(look, LOOK_MS) }
  void look()
  return started
}
