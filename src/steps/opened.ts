import type { Config } from '../config.js'
import type { Log } from '../log.js'
import type { Clock } from '../model/calendar/clock.js'
import type { Memory } from './memory.js'
import type { LedgerEngine } from './operations/engines.js'
import type { Tell } from './operations/saying.js'
import type { Folders } from './updates/folders.js'

/** What a process has opened, before it is known whose ledger that is: the rest of the context asks it. */
export type Opened = {
  config: Config
  clock: Clock
  /** In [0, 1). */
  random: () => number
  log: Log
  engine: LedgerEngine
  folders: Folders
  memory: Memory
  /** Is called with what the command waits for; null where nobody is at a terminal. */
  tell: Tell | null
}
