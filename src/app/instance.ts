import { setTimeout as pause } from 'node:timers/promises'
import { epochOf, lineageOf, type Settling, type Standing, standingOf } from '../model/delivery/instance.js'
import {
  awaitTakeOver,
  countSeen,
  noteMove,
  settleFirst,
  settleHere,
  settlingsOf,
} from '../postgres/instance.js'
import type { Context } from './context.js'
import { openSightings } from './sightings.js'
import { whyItWaits } from './standing-words.js'

export type Instance = ReturnType<typeof bindInstance>

/** A mail leaves only while what was last seen of the ledger is this young, in milliseconds. It is renewed before, while mails leave. */
const FRESH_MS = 1000
const RENEW_MS = 500
/** How long the last look may take when a process ends, in milliseconds. */
const FAREWELL_MS = 2000

/**
 * Whose ledger this is: a copy, or one older than what was seen of it, sends nothing until a person takes it over. `isDecided`: nobody has to
 * say first that this DATA_DIR is to work with it. Decision 9.
 */
export function bindInstance({
  config,
  engine,
  clock,
  log,
  isDecided = true,
}: Pick<Context, 'config' | 'engine' | 'clock' | 'log'> & { isDecided?: boolean }) {
  const sightings = openSightings(config, engine.seat.database, log)
  let standing: Standing | null = null
  let asking: Promise<Standing> | null = null
  let told: string | null = null
  /** Under which settling mail leaves, how far that had come, and when that was seen. */
  let ours: { last: Settling; lineage: string; seen: number; at: number } | null = null
  let looking: Promise<boolean> | null = null
  let mayKeep = isDecided

  const ask = async (): Promise<Standing> => {
    let settlings = await settlingsOf(engine.db)
    if (settlings.length === 0) {
      await settleFirst(engine.db, engine.seat)
      settlings = await settlingsOf(engine.db)
    }
    const found = standingOf(settlings, engine.seat, sightings.all())
    if (found.kind === 'awaits') return waits(found)
    const last = found.last as Settling
    if (found.isMoved) await noteMove(engine.db, last.id, engine.seat)
    ours = { last, lineage: lineageOf(settlings) ?? '', seen: 0, at: Number.NEGATIVE_INFINITY }
    told = null
    return found
  }
  /** Written down at once: each later look finds the ledger a little further on. */
  const waits = async (found: Standing & { kind: 'awaits' }): Promise<Standing> => {
    ours = null
    if (!found.since) await awaitTakeOver(engine.db, engine.seat, found.reason, clock())
    // Asked for each mail that would leave.
    if (told !== found.reason)
      log.error('ledger.awaits-take-over', { why: whyItWaits(found.reason), fix: 'estafette take-over' })
    told = found.reason
    return { ...found, since: found.since ?? clock() }
  }
  /** Once it is ours, it is for the life of the process, unless a look at it says otherwise. */
  const current = async (): Promise<Standing> => {
    if (ours && standing) return standing
    asking ??= ask().finally(() => {
      asking = null
    })
    standing = await asking
    return standing
  }
  const maySend = async (): Promise<boolean> => (await current()).kind === 'ours'
  /** First in the ledger, then on the disks: what they hold is never ahead of it. */
  const look = async (): Promise<boolean> => {
    if (!(await maySend()) || !ours) return false
    const at = performance.now()
    const mine = ours
    const counted = await countSeen(engine.db, mine.last.id)
    if (counted && counted.seen > mine.seen) {
      const { seen, hasEditions } = counted
      await sightings.keep(
        { lineage: mine.lineage, epoch: epochOf(mine.last), seen, hasEditions, where: engine.where },
        clock(),
      )
      ours = { ...mine, seen, at }
      return true
    }
    // Somebody has taken over, or found it to be a copy; or it has gone back under our feet.
    ours = null
    if (counted) await waits({ kind: 'awaits', reason: 'older', since: null })
    return maySend()
  }
  const lookOnce = (): Promise<boolean> => {
    looking ??= look().finally(() => {
      looking = null
    })
    return looking
  }
  return {
    /** May mail leave from here? */
    maySend,
    /** May mail leave, and why not; as of the last look while it may. */
    standing: current,
    /** The same without looking: null before the first time. */
    lastStanding: (): Standing | null => standing,
    /** Leaves a mark of how far the ledger has come before the next mail leaves. False when none may. Throws when the ledger is away. */
    attest: async (): Promise<boolean> => {
      const age = performance.now() - (ours?.at ?? Number.NEGATIVE_INFINITY)
      if (age < RENEW_MS) return true
      const looked = lookOnce()
      looked.catch(() => {})
      return age < FRESH_MS ? true : looked
    },
    /** From now on it is ours: a person says so. */
    settleLedger: async (by: string): Promise<void> => {
      await settleHere(engine.db, engine.seat, by, clock())
      // What was seen before is decided about.
      await sightings.forget()
      ours = null
      await lookOnce()
      log.warn('ledger.taken-over', { since: clock().toISOString() })
    },
    /** From now on this is the ledger that this DATA_DIR works with, whatever it has seen of others. */
    seeAnew: async (): Promise<void> => {
      mayKeep = true
      await sightings.forget()
      await lookOnce()
    },
    /** The last mark of this process, as far as the ledger answers in time. */
    leave: async (): Promise<void> => {
      if (!ours || !mayKeep) return
      const late = new AbortController()
      // Not one that began before the last mail left.
      const last = Promise.resolve(looking)
        .catch(() => {})
        .then(lookOnce)
      await Promise.race([
        last.catch(() => {}),
        pause(FAREWELL_MS, null, { signal: late.signal }).catch(() => {}),
      ])
      late.abort()
    },
  }
}
