import { Temporal } from 'temporal-polyfill'
import type { Calendar } from './calendar.js'
import { isHoliday } from './holidays.js'

/** The local hour from which editors get the note about the next edition. */
const NOTE_HOUR = 17

/** The day whose note is due now, as an ISO date, and when the day began; null before 17:00 and on days off. */
export function dailyNoteDue(calendar: Calendar, now: Date): { day: string; since: Date } | null {
  const local = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(calendar.timeZone)
  const date = local.toPlainDate()
  if (local.hour < NOTE_HOUR || date.dayOfWeek > 5 || isHoliday(date, calendar)) return null
  return { day: date.toString(), since: new Date(local.startOfDay().epochMilliseconds) }
}
