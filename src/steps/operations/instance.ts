import { setTimeout as pause } from 'node:timers/promises'
import type { PassedGate } from '../../model/delivery/delivery.js'
import type { Standing } from '../../model/operations/instance.js'
import { forgottenAmong } from '../../postgres/delivery/forgotten.js'
import { settleHere } from '../../postgres/operations/instance.js'
import type { Opened } from '../opened.js'
import { openHighWaterMarks } from './high-water-marks.js'
import { lookForForgotten, lookOnce } from './ledger-marks.js'
import { type Doubt, maySend, type OwnLedger, putInDoubt, standingNow } from './own-ledger.js'

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
    /** Whether mail may leave from here. */
    maySend: () => maySend(own),
    /** Whether mail may leave, and why not; while it may, as of the last look. */
    standing: () => standingNow(own),
    /** The same without looking: null before the first look. */
    lastStanding: (): Standing | null => own.standing,
    attest: () => attest(own),
    /** The life of the server that was found complete; null where it doesn't tell. Gates open only on this life. */
    serverLife: (): string | null => own.server?.life ?? null,
    /** Forces a look at the server before the next mail. */
    lookAgain: (): void => {
      own.askedAt = Number.NEGATIVE_INFINITY
      if (own.ours) own.ours = { ...own.ours, at: Number.NEGATIVE_INFINITY }
    },
    /** Records that a delivery passed the gate, before its dot leaves. */
    notePassed: async (one: PassedGate): Promise<void> => own.passed?.note(one),
    hasForgotten: (one: Pick<PassedGate, 'delivery' | 'attempt'>) => hasForgotten(own, one),
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
      await own.sightings.forget()
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
    ...{ config, engine, clock, log, doubt, mayKeep: isDecided },
    sightings: openHighWaterMarks(config, engine.place.database, log),
    ...{ standing: null, asking: null, looking: null, told: null, ours: null, server: null },
    ...{ askedAt: Number.NEGATIVE_INFINITY, passed: null, lookedInto: null, isDoubted: false },
  }
}

/**
 * Whether a delivery passed the gate with this or a later attempt although the ledger only begins it. The ledger has lost that, and perhaps more:
 * known passed gates are put in doubt, and nothing leaves.
 */
async function hasForgotten(own: OwnLedger, one: Pick<PassedGate, 'delivery' | 'attempt'>): Promise<boolean> {
  const whether = await own.passed?.whetherPassed(one)
  const isForgotten = whether === 'passed' && (await lookForForgotten(own))
  // Another process of this DATA_DIR may have recorded it: the look has read that.
  if ((await own.passed?.whetherPassed(one)) !== 'awaited') return isForgotten
  await putInDoubt(own, [{ ...one, claim: 0, isThere: true }])
  return true
}

/** Records a person's decision that the ledger is ours. */
async function settleLedger(own: OwnLedger, by: string): Promise<void> {
  await settleHere(own.engine.db, own.engine.place, by, own.clock())
  // The decision covers what was seen before.
  await own.sightings.forget()
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

/** In milliseconds: a mail leaves only if the last look is younger. While mails leave, it is renewed earlier. */
const FRESH_MS = 1000
const RENEW_MS = 500

/** Records the high-water mark before the next mail leaves. False when none may. Throws when the ledger is unreachable. */
async function attest(own: OwnLedger): Promise<boolean> {
  const age = performance.now() - (own.ours?.at ?? Number.NEGATIVE_INFINITY)
  if (age < RENEW_MS) return true
  const looked = lookOnce(own)
  looked.catch(() => {})
  return age < FRESH_MS ? true : looked
}
