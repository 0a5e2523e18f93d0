import { setTimeout as pause } from 'node:timers/promises'
import type { PassedGate } from '../../model/delivery/delivery.js'
import type { Standing } from '../../model/operations/instance.js'
import { forgottenAmong } from '../../postgres/delivery/forgotten.js'
import { settleHere } from '../../postgres/operations/instance.js'
import type { Opened } from '../opened.js'
import { lookForForgotten, lookOnce } from './ledger-marks.js'
import { type Doubt, maySend, type OwnLedger, putInDoubt, standingNow } from './own-ledger.js'
import { openSightings } from './sightings.js'

export type Instance = ReturnType<typeof openInstance>

/** How long the last look may take when a process ends, in milliseconds. */
const FAREWELL_MS = 2000

type Opening = Pick<Opened, 'config' | 'engine' | 'clock' | 'log'> & { isDecided?: boolean; doubt?: Doubt }

/**
 * Whose ledger this is: a copy, or one older than what was seen of it, sends nothing until a person takes it over. `isDecided`: nobody has to
 * say first that this DATA_DIR is to work with it. decision 9
 */
export function openInstance(opening: Opening) {
  const own = ownLedger(opening)
  return {
    /** May mail leave from here? */
    maySend: () => maySend(own),
    /** May mail leave, and why not; as of the last look while it may. */
    standing: () => standingNow(own),
    /** The same without looking: null before the first time. */
    lastStanding: (): Standing | null => own.standing,
    attest: () => attest(own),
    /** The life of the server that was found to have lost nothing; null where it doesn't tell. A gate opens on no other. */
    serverLife: (): string | null => own.server?.life ?? null,
    /** The next mail is not let go before the server has been looked at. */
    lookAgain: (): void => {
      own.askedAt = Number.NEGATIVE_INFINITY
      if (own.ours) own.ours = { ...own.ours, at: Number.NEGATIVE_INFINITY }
    },
    /** Writes down that a delivery has passed the gate, before its dot leaves. */
    notePassed: async (one: PassedGate): Promise<void> => own.passed?.note(one),
    hasForgotten: (one: Pick<PassedGate, 'delivery' | 'attempt'>) => hasForgotten(own, one),
    /** What a person decides about from here: that it once passed says nothing any more. */
    settlePassed: async (delivery: string): Promise<void> => own.passed?.settle(delivery),
    /** Puts in doubt what this DATA_DIR knows to have passed and the ledger doesn't. */
    doubtForgotten: async (): Promise<void> => {
      const forgotten = own.passed ? await forgottenAmong(own.engine.db, await own.passed.all()) : []
      if (forgotten.length > 0) await putInDoubt(own, forgotten)
    },
    settleLedger: (by: string) => settleLedger(own, by),
    /** From now on this is the ledger that this DATA_DIR works with, whatever it has seen of others. */
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
    sightings: openSightings(config, engine.seat.database, log),
    ...{ standing: null, asking: null, looking: null, told: null, ours: null, server: null },
    ...{ askedAt: Number.NEGATIVE_INFINITY, passed: null, lookedInto: null, isDoubted: false },
  }
}

/**
 * Did a delivery pass the gate with this attempt, or a later one, although the ledger begins it only now? Then it has lost that, and perhaps
 * more: what is known to have passed is in doubt afterwards, and nothing leaves.
 */
async function hasForgotten(own: OwnLedger, one: Pick<PassedGate, 'delivery' | 'attempt'>): Promise<boolean> {
  const whether = await own.passed?.whetherPassed(one)
  const isForgotten = whether === 'passed' && (await lookForForgotten(own))
  // Another process of this DATA_DIR may have said so: the look has read it.
  if ((await own.passed?.whetherPassed(one)) !== 'awaited') return isForgotten
  await putInDoubt(own, [{ ...one, claim: 0, isThere: true }])
  return true
}

/** From now on it is ours: a person says so. */
async function settleLedger(own: OwnLedger, by: string): Promise<void> {
  await settleHere(own.engine.db, own.engine.seat, by, own.clock())
  // What was seen before is decided about.
  await own.sightings.forget()
  own.ours = null
  await lookOnce(own)
  own.log.warn('ledger.taken-over', { since: own.clock().toISOString() })
}

/** The last mark of this process, as far as the ledger answers in time. */
async function leave(own: OwnLedger): Promise<void> {
  if (!own.ours || !own.mayKeep) return
  const late = new AbortController()
  // Not one that began before the last mail left.
  const last = Promise.resolve(own.looking)
    .catch(() => {})
    .then(() => lookOnce(own))
  await Promise.race([
    last.catch(() => {}),
    pause(FAREWELL_MS, null, { signal: late.signal }).catch(() => {}),
  ])
  late.abort()
}

/** A mail leaves only while what was last seen of the ledger is this young, in milliseconds. It is renewed before, while mails leave. */
const FRESH_MS = 1000
const RENEW_MS = 500

/** Leaves a mark of how far the ledger has come before the next mail leaves. False when none may. Throws when the ledger is away. */
async function attest(own: OwnLedger): Promise<boolean> {
  const age = performance.now() - (own.ours?.at ?? Number.NEGATIVE_INFINITY)
  if (age < RENEW_MS) return true
  const looked = lookOnce(own)
  looked.catch(() => {})
  return age < FRESH_MS ? true : looked
}
