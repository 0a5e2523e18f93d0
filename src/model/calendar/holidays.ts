import { Temporal } from 'temporal-polyfill'
import { type HolidayRule, holidaysOf } from './holiday-rules.js'

/** Days without drafts and sends: an edition whose send slot falls on one has no slots. ISO dates, both included. */
export type Pause = { from: string; until: string }

/** The rules of the agency, and what calendar.yaml adds to the week: ISO dates that count as public holidays too, and pauses. */
export type DaysOff = {
  rules: readonly HolidayRule[]
  holidays: readonly string[]
  pauses: readonly Pause[]
}

export function isHoliday(date: Temporal.PlainDate, { rules, holidays }: DaysOff): boolean {
  const iso = date.toString()
  return holidays.includes(iso) || holidaysOf(date.year, rules).includes(iso)
}

export function isPaused(date: Temporal.PlainDate, { pauses }: DaysOff): boolean {
  const iso = date.toString()
  return pauses.some(({ from, until }) => from <= iso && iso <= until)
}

/** The first working day (Monday to Friday, no holiday) at least `count` working days before or after a date. */
export function workingDay(
  from: Temporal.PlainDate,
  direction: 'before' | 'after',
  count: number,
  off: DaysOff,
): Temporal.PlainDate {
  let day = from
  for (let left = count; left > 0; ) {
    day = day.add({ days: direction === 'after' ? 1 : -1 })
    if (day.dayOfWeek <= 5 && !isHoliday(day, off)) left--
  }
  return day
}

/** Days from Monday to Friday from one date up to but without another; holidays count. */
export function weekdaysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  let weekdays = 0
  for (let day = from; Temporal.PlainDate.compare(day, to) < 0; day = day.add({ days: 1 }))
    if (day.dayOfWeek <= 5) weekdays++
  return weekdays
}
