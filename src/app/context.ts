import type { Config } from '../config.js'
import type { Log } from '../log.js'
import type { Clock } from '../model/clock.js'
import type { LedgerEngine } from './engines.js'
import type { Folders } from './folders.js'

/** What the bound steps share: configuration, clock, chance, log, the ledger and the folders. */
export type Context = {
  config: Config
  clock: Clock
  /** In [0, 1). */
  random: () => number
  log: Log
  engine: LedgerEngine
  folders: Folders
  /** The id of the SPOC of a commune, as the roster has it now; empty when it names none. */
  spocFor: (commune: string) => Promise<string>
}
