import { Temporal } from 'temporal-polyfill'
import { type Calendar, occurrences } from './calendar.js'
import type { Cron } from './cron.js'
import { isHoliday } from './holidays.js'

/**
 * The day whose morning mail is due, as an ISO date, and since when: from the cron expression's moment until midnight. Null before it and on public
 * holidays.
 */
export function morningDue(
  calendar: Calendar,
  morning: Cron,
  now: Date,
): { day: string; since: Date } | null {
  const { timeZone } = calendar
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  const date = local.toPlainDate()
  if (isHoliday(date, calendar)) return null
  const midnight = new Date(local.startOfDay().epochMilliseconds)
  const [since] = occurrences(morning, timeZone, new Date(midnight.getTime() - 1), now)
  return since ? { day: date.toString(), since } : null
}
