import type { Config } from '../config.js'
import type { Log } from '../log.js'
import type { Calendar } from '../model/calendar/calendar.js'
import type { Clock } from '../model/calendar/clock.js'
import type { ClockWatch } from './calendar/clock-watch.js'
import type { Memory } from './memory.js'
import type { LedgerEngine } from './operations/engines.js'
import type { Instance } from './operations/instance.js'
import type { Tell } from './operations/saying.js'
import type { Notify } from './staff/staff-mails.js'
import type { Folders } from './updates/folders.js'

/** What the bound steps share: configuration, clock, chance, log, the ledger and the folders. */
export type Context = {
  config: Config
  clock: Clock
  /** Has the clock jumped? Then a person says what has expired. */
  clockWatch: ClockWatch
  /** In [0, 1). */
  random: () => number
  log: Log
  engine: LedgerEngine
  folders: Folders
  /** Whether this ledger is ours, or a copy that nobody has taken over. */
  instance: Instance
  /** The week as configured, with the holidays and pauses of calendar.yaml as they are now. */
  calendar: () => Promise<Calendar>
  /** The id of the SPOC of a commune, as the roster has it now; empty when it names none. */
  spocFor: (commune: string) => Promise<string>
  /** Tells somebody on the staff something by mail, once per key. */
  notify: Notify
  memory: Memory
  /** Hears what is waited for; null where nobody waits at a terminal. */
  tell: Tell | null
}
