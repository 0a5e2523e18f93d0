import { setTimeout as pause } from 'node:timers/promises'
import type { PassedGate } from '../../model/delivery/delivery.js'
import {
  epochOf,
  type FoundServer,
  lineageOf,
  type ServerState,
  type Settling,
  type Sighting,
  type Standing,
  standingOf,
} from '../../model/operations/instance.js'
import { type Forgotten, forgottenAmong } from '../../postgres/delivery/forgotten.js'
import {
  awaitTakeOver,
  countSeen,
  noteMove,
  settleFirst,
  settleHere,
  settlingsOf,
} from '../../postgres/operations/instance.js'
import { hasUnsent, noteServer, serverState } from '../../postgres/server/server-state.js'
import type { Context } from '../context.js'
import { openPassedGates, type PassedGates } from './passed-gates.js'
import { openSightings } from './sightings.js'
import { whyItWaits } from './standing-words.js'

export type Instance = ReturnType<typeof bindInstance>

/** Puts in doubt what passed the gate and is open all the same. */
export type Doubt = (forgotten: PassedGate[]) => Promise<void>

/** A mail leaves only while what was last seen of the ledger is this young, in milliseconds. It is renewed before, while mails leave. */
const FRESH_MS = 1000
const RENEW_MS = 500
/** How old what is known of the server may be when a delivery is taken, in milliseconds; the gate itself asks for the life of it. */
const WATCH_MS = 2000
/** A server that doesn't tell how far it has come: of a life that is never looked into twice. */
const UNTOLD: ServerState = {
  life: 'untold',
  timeline: Number.POSITIVE_INFINITY,
  lsn: Number.POSITIVE_INFINITY,
  isReplicated: true,
}
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
  doubt = async () => {},
}: Pick<Context, 'config' | 'engine' | 'clock' | 'log'> & { isDecided?: boolean; doubt?: Doubt }) {
  const sightings = openSightings(config, engine.seat.database, log)
  let standing: Standing | null = null
  let asking: Promise<Standing> | null = null
  let told: string | null = null
  /** Under which settling mail leaves, how far that had come, and when that was seen. */
  let ours: { last: Settling; lineage: string; seen: number; at: number } | null = null
  /** The server as it was last found to have lost nothing, and when that was. */
  let server: ServerState | null = null
  let askedAt = Number.NEGATIVE_INFINITY
  let passed: PassedGates | null = null
  /** In which life of the server the gates were looked for, and whether they are to be all the same. */
  let lookedInto: string | null = null
  let isDoubted = false
  let looking: Promise<boolean> | null = null
  let mayKeep = isDecided

  const ask = async (): Promise<Standing> => {
    // What was seen is read first: by the time that the ledger answers, it may have gone on, and never back.
    const witnesses = server && ours ? [sightingOf(ours, server)] : sightings.all()
    let settlings = await settlingsOf(engine.db)
    if (settlings.length === 0) {
      await settleFirst(engine.db, engine.seat)
      settlings = await settlingsOf(engine.db)
    }
    const now = await serverState(engine.db)
    const standing = standingOf(settlings, engine.seat, witnesses, await found(settlings, witnesses, now))
    if (standing.kind === 'awaits') return waits(standing)
    const last = standing.last as Settling
    if (standing.isMoved) await noteMove(engine.db, last.id, engine.seat)
    if (now && (last.timeline !== now.timeline || last.replicated !== now.isReplicated))
      await noteServer(engine.db, last.id, now)
    const fresh = { lineage: lineageOf(settlings) ?? '', seen: 0, at: Number.NEGATIVE_INFINITY }
    ours = { ...(ours?.last.id === last.id ? ours : fresh), last }
    server = now
    askedAt = performance.now()
    told = null
    return standing
  }
  /** The server that answers; what this DATA_DIR knows to have left is looked for when it is not the one that was known. */
  const found = async (
    settlings: Settling[],
    witnesses: Sighting[],
    now: ServerState | null,
  ): Promise<FoundServer> => {
    const state = now ?? UNTOLD
    passed ??= openPassedGates(config, lineageOf(settlings) ?? '', clock, log)
    const isKnown =
      state.life === lookedInto || (!isDoubted && witnesses.some(({ life }) => life === state.life))
    const forgotten = isKnown ? [] : await forgottenAmong(engine.db, await passed.all())
    // Also of a ledger that waits: whoever takes it over must not send it again.
    if (forgotten.length > 0) await putInDoubt(forgotten)
    lookedInto = state.life
    isDoubted = false
    const isOther = now !== null && settlings.at(-1)?.timeline !== now.timeline
    return {
      ...state,
      hasUnsent: isOther && (await hasUnsent(engine.db, clock())),
      hasForgotten: forgotten.length > 0,
    }
  }
  /** At once, whoever takes over from where. */
  const putInDoubt = async (forgotten: Forgotten[]): Promise<void> => {
    await doubt(forgotten)
    await Promise.all(forgotten.map(one => (one.isThere ? passed?.settle(one.delivery) : passed?.await(one))))
  }
  const sightingOf = (
    { last, lineage, seen }: NonNullable<typeof ours>,
    { life, timeline, lsn }: ServerState,
  ) => ({
    ...{ lineage, epoch: epochOf(last), seen, hasEditions: true, where: engine.where },
    ...{ life, timeline, lsn },
  })
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
  /** Once it is ours, it is, unless a look at it says otherwise. */
  const current = async (): Promise<Standing> => (ours && standing ? standing : askOnce())
  const askOnce = async (): Promise<Standing> => {
    asking ??= ask().finally(() => {
      asking = null
    })
    standing = await asking
    return standing
  }
  const maySend = async (): Promise<boolean> => {
    const isFresh = performance.now() - askedAt < WATCH_MS
    return (await (isFresh ? current() : askOnce())).kind === 'ours'
  }
  /** First in the ledger, then on the disks: what they hold is never ahead of it. */
  const look = async (): Promise<boolean> => {
    if (!(await maySend()) || !ours) return false
    const at = performance.now()
    const mine = ours
    const counted = await countSeen(engine.db, mine.last.id)
    if (counted && counted.seen > mine.seen) {
      const { seen, hasEditions } = counted
      // Another look may have found it to wait.
      if (ours?.last.id !== mine.last.id) return maySend()
      ours = { ...mine, seen, at }
      // On another server it is no longer what was found to have lost nothing.
      const state = await serverState(engine.db)
      if (state?.life !== server?.life) return lookAgain()
      server = state
      const seenNow = {
        lineage: mine.lineage,
        epoch: epochOf(mine.last),
        seen,
        hasEditions,
        where: engine.where,
      }
      const { life, timeline, lsn } = state ?? {}
      await sightings.keep({ ...seenNow, ...(state ? { life, timeline, lsn } : {}) }, clock())
      return true
    }
    // Somebody has taken over, or found it to be a copy; or it has gone back under our feet.
    ours = null
    if (counted) await waits({ kind: 'awaits', reason: 'older', since: null })
    return maySend()
  }
  const lookAgain = (): Promise<boolean> => {
    askedAt = Number.NEGATIVE_INFINITY
    return maySend()
  }
  /** Looks for what the ledger has forgotten; true when nothing leaves by now. */
  const lookForForgotten = async (): Promise<boolean> => {
    lookedInto = null
    isDoubted = true
    // One that was under way has not looked for it.
    let may = await lookAgain()
    while (isDoubted) may = await lookAgain()
    return !may
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
    /** The life of the server that was found to have lost nothing; null where it doesn't tell. A gate opens on no other. */
    serverLife: (): string | null => server?.life ?? null,
    /** The next mail is not let go before the server has been looked at. */
    lookAgain: (): void => {
      askedAt = Number.NEGATIVE_INFINITY
      if (ours) ours = { ...ours, at: Number.NEGATIVE_INFINITY }
    },
    /** Writes down that a delivery has passed the gate, before its dot leaves. */
    notePassed: async (one: PassedGate): Promise<void> => {
      await passed?.note(one)
    },
    /**
     * Did a delivery pass the gate with this attempt, or a later one, although the ledger begins it only now? Then it has lost that, and perhaps
     * more: what is known to have passed is in doubt afterwards, and nothing leaves.
     */
    hasForgotten: async (one: Pick<PassedGate, 'delivery' | 'attempt'>): Promise<boolean> => {
      const whether = await passed?.whetherPassed(one)
      const isForgotten = whether === 'passed' && (await lookForForgotten())
      // Another process of this DATA_DIR may have said so: the look has read it.
      if ((await passed?.whetherPassed(one)) !== 'awaited') return isForgotten
      await putInDoubt([{ ...one, claim: 0, isThere: true }])
      return true
    },
    /** What a person decides about from here: that it once passed says nothing any more. */
    settlePassed: async (delivery: string): Promise<void> => {
      await passed?.settle(delivery)
    },
    /** Puts in doubt what this DATA_DIR knows to have passed and the ledger doesn't. */
    doubtForgotten: async (): Promise<void> => {
      const forgotten = passed ? await forgottenAmong(engine.db, await passed.all()) : []
      if (forgotten.length > 0) await putInDoubt(forgotten)
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
