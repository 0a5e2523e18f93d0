import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openHighWaterMarks } from '../../files/high-water-marks.js'
import { openPassedGates } from '../../files/passed-gates.js'
import type { Standing } from '../../model/operations/instance.js'
import { forgottenAmong } from '../../postgres/delivery/forgotten.js'
import { settleHere } from '../../postgres/operations/instance.js'
import type { Opened } from '../opened.js'
import { dotGate, lookOnce } from './dot-gate.js'
import { markPlaces } from './mark-places.js'
import { type Doubt, type OwnLedger, putInDoubt, standingNow } from './own-ledger.js'

export type Instance = ReturnType<typeof openInstance>

/** How long the last look may take when a process ends, in milliseconds. */
const FAREWELL_MS = 2000

type Opening = Pick<Opened, 'config' | 'engine' | 'clock' | 'log'> & { isDecided?: boolean; doubt?: Doubt }

/**
 * Whether this ledger may send: a copy, or one behind its high-water mark, awaits take-over. `isDecided`: no decision is needed for this DATA_DIR to
 * work with it. decision 9
 */
export function openInstance(opening: Opening) {
  const own = ownLedger(opening)
  return {
    ...dotGate(own),
    /** Whether mail may leave, and why not; while it may, as of the last look. */
    standing: () => standingNow(own),
    /** The same without looking: null before the first look. */
    lastStanding: (): Standing | null => own.standing,
    /** Records a person's decision on a delivery: its earlier passing proves nothing any more. */
    settlePassed: async (delivery: string): Promise<void> => own.passed?.settle(delivery),
    /** Puts in doubt what DATA_DIR knows as passed and the ledger doesn't. */
    doubtForgotten: async (): Promise<void> => {
      const forgotten = own.passed ? await forgottenAmong(own.engine.db, await own.passed.all()) : []
      if (forgotten.length > 0) await putInDoubt(own, forgotten)
    },
    settleLedger: (by: string) => settleLedger(own, by),
    /** Makes this the ledger that DATA_DIR works with, whatever it has seen of others. */
    seeAnew: async (): Promise<void> => {
      own.mayKeep = true
      await own.marks.forget()
      await lookOnce(own)
    },
    leave: () => leave(own),
  }
}

function ownLedger({
  config,
  engine,
  clock,
  log,
  isDecided = true,
  doubt = async () => {},
}: Opening): OwnLedger {
  return {
    ...{ engine, clock, log, doubt, mayKeep: isDecided },
    marks: openHighWaterMarks(markPlaces(config, engine.place.database), reason =>
      log.warn('ledger-seen.not-kept', { reason }),
    ),
    openPassed: lineage =>
      openPassedGates(join(config.dataDir, 'passed-gates'), lineage, clock, reason =>
        log.warn('passed-gates.not-kept', { reason }),
      ),
    ...{ standing: null, asking: null, looking: null, told: null, ours: null, server: null },
    ...{ askedAt: Number.NEGATIVE_INFINITY, passed: null, lookedInto: null, isDoubted: false },
  }
}

/** Records a person's decision that the ledger is ours. */
async function settleLedger(own: OwnLedger, by: string): Promise<void> {
  await settleHere(own.engine.db, own.engine.place, by, own.clock())
  // The decision covers what was seen before.
  await own.marks.forget()
  own.ours = null
  await lookOnce(own)
  own.log.warn('ledger.taken-over', { since: own.clock().toISOString() })
}

/** The last mark of this process, if the ledger answers in time. */
async function leave(own: OwnLedger): Promise<void> {
  if (!own.ours || !own.mayKeep) return
  const late = new AbortController()
  // Not a look that began before the last mail left.
  const last = Promise.resolve(own.looking)
    .catch(() => {})
    .then(() => lookOnce(own))
  await Promise.race([
    last.catch(() => {}),
    pause(FAREWELL_MS, null, { signal: late.signal }).catch(() => {}),
  ])
  late.abort()
}
