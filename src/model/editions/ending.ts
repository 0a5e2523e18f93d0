import type { Update } from '../updates/update.js'

/**
 * How a carried update is over when the next edition tells it. early: sooner than announced; over: not sooner; held: its event took place on another
 * day; cancelled: over before its event began.
 */
export type Ending = 'early' | 'over' | 'held' | 'cancelled'

type Dates = Pick<Update, 'until' | 'event' | 'deadline'>

/** Whether on an ISO date an update's last day, or the end of its event, has gone by. */
export function isOver(update: Dates, date: string): boolean {
  const last = lastDay(update)
  return last !== null && last < date
}

/** The last day of a measure or event, as an ISO date; null where none is known. */
export function lastDay({ until, event }: Dates): string | null {
  const days = [until, event && dayOf(event.end ?? event.start)].filter(day => day !== null)
  return days.length > 0 ? days.reduce((a, b) => (a < b ? a : b)) : null
}

/** How an update that is over on an ISO date ended. `told` is the readers' version, which was not over or had other dates. Null where they know. */
export function endingOf(told: Dates, now: Dates, date: string): Ending | null {
  if (!isOver(now, date)) return null
  // decision 50
  if (isOver(told, date) && datesOf(told) === datesOf(now)) return null
  if (now.event && !takesPlace(now)) return 'cancelled'
  if (now.event && now.event.start !== told.event?.start) return 'held'
  const [before, after] = [lastDay(told), lastDay(now) as string]
  return before === null || after < before ? 'early' : 'over'
}

/** Whether an update's event begins before the update is over. */
export function takesPlace({ until, event }: Dates): boolean {
  return event !== null && (until === null || dayOf(event.start) <= until)
}

const dayOf = (moment: string) => moment.slice(0, 10)
const datesOf = ({ until, deadline, event }: Dates) =>
  JSON.stringify([until, deadline, event?.start ?? null, event?.end ?? null])
