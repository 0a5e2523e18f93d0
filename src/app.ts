import { type Config, ConfigError } from './config.js'
import type { Log } from './log.js'
import type { Clock } from './model/calendar/clock.js'
import { alsoAsleep, openClockWatch, type Timer } from './steps/calendar/clock-watch.js'
import { openTicks } from './steps/calendar/ticks.js'
import type { Context } from './steps/context.js'
import { openMemory } from './steps/memory.js'
import type { Opened } from './steps/opened.js'
import { withAgency } from './steps/operations/agency.js'
import { type LedgerEngine, openLedgerEngine } from './steps/operations/engines.js'
import { openInstance } from './steps/operations/instance.js'
import { sweepOrphans } from './steps/operations/orphans.js'
import {
  otherLedger as otherLedgerOf,
  type Undecided,
  UndecidedLedger,
} from './steps/operations/other-ledger.js'
import type { Tell } from './steps/operations/saying.js'
import { type OtherSecret, otherSecret as otherSecretOf } from './steps/operations/signing-secret.js'
import { putInDoubt } from './steps/operations/take-over.js'

import { openFolders } from './steps/updates/folders.js'

export { EngineUnreachable } from './steps/operations/engines.js'
export { UndecidedLedger } from './steps/operations/other-ledger.js'

/** `tell` is called with what the command waits for. Null where nobody is at a terminal. */
export type AppOptions = {
  config: Config
  clock: Clock
  /** Runs on even when the clock is set. Null or unset: the clock is moved by hand and trusted. */
  timer?: Timer | null
  /** Seconds since the machine was booted, sleep included. Unset: only the timer measures elapsed time. */
  sinceBoot?: () => number
  log: Log
  random?: () => number
  tell?: Tell | null
  /**
   * What happens when this DATA_DIR has worked with another ledger, or the ledger with another SECRET: refuse, or report `undecided` and
   * `otherSecret`. Unset: no check.
   */
  otherLedger?: 'refuse' | 'tell'
}
export type App = Awaited<ReturnType<typeof openApp>>

/** Opens what the steps share. Throws ConfigError, EngineUnreachable and UndecidedLedger. Whoever opens, closes. */
export async function openApp({
  config: given,
  clock,
  timer = null,
  sinceBoot,
  log,
  random = Math.random,
  tell = null,
  otherLedger,
}: AppOptions) {
  const config = await withAgency(given)
  const engine = await openLedgerEngine(config, undefined, tell)
  const undecided = otherLedger ? await undecidedHere(config, engine, otherLedger) : null
  const otherSecret =
    otherLedger && !undecided ? await otherSecretHere(config, engine, clock, otherLedger) : null
  const folders = openFolders(config)
  const opened: Opened = { config, clock, random, log, engine, folders, memory: openMemory(), tell }
  const instance = openInstance({
    ...opened,
    isDecided: undecided === null,
    doubt: forgotten => putInDoubt(opened, forgotten),
  })
  const sleepless = timer && sinceBoot ? alsoAsleep(timer, sinceBoot) : timer
  const clockWatch = openClockWatch(clock, sleepless, engine.db)
  const remarks = await sweepOrphans(config)
  // Settled at the first opening, by any command: a backup made before the first mail must be recognisable as one.
  if (!undecided) await instance.maySend()
  const context: Context = { ...opened, clockWatch, instance, neverTold: [] }
  return {
    ...context,
    undecided,
    otherSecret,
    ticks: openTicks(clock, timer ?? (() => performance.now()), log),
    /** Sentences for the operator about what the opening found. */
    remarks,
    close: async () => {
      await instance.leave()
      await engine.close()
    },
  }
}

async function otherSecretHere(
  config: Config,
  engine: LedgerEngine,
  clock: Clock,
  how: 'refuse' | 'tell',
): Promise<OtherSecret | null> {
  try {
    const other = await otherSecretOf(config, engine, clock)
    if (other && how === 'refuse') throw new ConfigError([`SECRET: ${other.detail} ${other.fix}`])
    return other
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** Runs before anything is written to the ledger. */
async function undecidedHere(
  config: Config,
  { url, where, close }: LedgerEngine,
  how: 'refuse' | 'tell',
): Promise<Undecided | null> {
  try {
    const undecided = await otherLedgerOf(config, url, where)
    if (undecided && how === 'refuse') throw new UndecidedLedger(undecided)
    return undecided
  } catch (error) {
    await close()
    throw error
  }
}
