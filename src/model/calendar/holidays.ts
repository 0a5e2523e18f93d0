import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { asks } from '../problem/asks.js'

/** Days on which nothing is drafted or sent: an edition whose send slot falls on one has no slots. ISO dates, both included. */
export type Pause = { from: string; until: string }

/** A public holiday of each year: a month and a day, `07-21`, or so many days from Easter Sunday, `easter+39`. */
export const HolidayRule = asks(z.string(), text =>
  FIXED.test(text) || MOVABLE.test(text) ? null : { problem: 'holiday-wrong', values: {} },
)
export type HolidayRule = z.infer<typeof HolidayRule>
const FIXED =
  /^(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])$|^(?:0[469]|11)-(?:0[1-9]|[12]\d|30)$|^02-(?:0[1-9]|[12]\d)$/
const MOVABLE = /^easter(?:[+-]\d{1,3})?$/

/** The rules of the agency, and what calendar.yaml adds to the week: ISO dates that count as public holidays too, and pauses. */
export type DaysOff = {
  rules: readonly HolidayRule[]
  holidays: readonly string[]
  pauses: readonly Pause[]
}

/** The public holidays of a year as ISO dates. */
export function holidaysOf(year: number, rules: readonly HolidayRule[]): string[] {
  const easter = easterSunday(year)
  return rules
    .map(rule =>
      MOVABLE.test(rule)
        ? easter.add({ days: Number(rule.slice('easter'.length)) }).toString()
        : `${year}-${rule}`,
    )
    .sort()
}

/** Easter by the Gregorian computus: Meeus, Astronomical Algorithms, chapter 8. */
function easterSunday(year: number): Temporal.PlainDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = Math.floor((8 * b + 13) / 25)
  const h = (19 * a + b - Math.floor(b / 4) - d + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const sum = h + l - 7 * m + 114
  return Temporal.PlainDate.from({ year, month: Math.floor(sum / 31), day: (sum % 31) + 1 })
}

export function isHoliday(date: Temporal.PlainDate, { rules, holidays }: DaysOff): boolean {
  const iso = date.toString()
  return holidays.includes(iso) || holidaysOf(date.year, rules).includes(iso)
}

export function isPaused(date: Temporal.PlainDate, { pauses }: DaysOff): boolean {
  const iso = date.toString()
  return pauses.some(({ from, until }) => from <= iso && iso <= until)
}

/** The first working day (Monday to Friday, no holiday) that is at least `count` working days before or after a date. */
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

/** How many days from Monday to Friday lie from one date up to, not including, another; holidays count. */
export function weekdaysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  let weekdays = 0
  for (let day = from; Temporal.PlainDate.compare(day, to) < 0; day = day.add({ days: 1 }))
    if (day.dayOfWeek <= 5) weekdays++
  return weekdays
}
