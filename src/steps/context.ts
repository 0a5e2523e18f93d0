import { type Calendar, localDay } from '../model/calendar/calendar.js'
import type { ClockWatch } from './calendar/clock-watch.js'
import type { Opened } from './opened.js'
import type { Instance } from './operations/instance.js'

/** What the steps share: configuration, clock, chance, log, the ledger, the folders, and whose ledger it is. */
export type Context = Opened & {
  /** Detects clock jumps; after one, a person decides what has expired. */
  clockWatch: ClockWatch
  /** Whether this ledger is ours, or a copy that nobody has taken over. */
  instance: Instance
  /** No mail to the staff goes there because of what is being done: who wrote a mail that no machine may answer. decision 38 */
  neverTold: readonly string[]
}

/** The local day, as an ISO date. */
export const todayOf = ({ clock, config }: Pick<Opened, 'clock' | 'config'>): string =>
  localDay(clock(), config.timeZone)

/** The roster as its files say today, with what is wrong in them. */
export const rosterToday = (opened: Pick<Opened, 'clock' | 'config' | 'folders'>) =>
  opened.folders.roster(todayOf(opened))

/** The configured week, with the present holidays and pauses of calendar.yaml. */
export async function calendarNow({ config, folders }: Opened): Promise<Calendar> {
  const { rules, holidays, pauses } = await folders.daysOff()
  return { ...config.week, rules, holidays, pauses }
}
