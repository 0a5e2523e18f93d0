import { Temporal } from 'temporal-polyfill'

/** Days on which nothing is drafted or sent: an edition whose send slot falls on one has no slots. ISO dates, both included. */
export type Pause = { from: string; until: string }

/** What calendar.yaml adds to the week: ISO dates that count as public holidays too, and pauses. */
export type DaysOff = { holidays: readonly string[]; pauses: readonly Pause[] }

/** The ten Belgian public holidays of a year as ISO dates (law of 4 January 1974, royal decree of 18 April 1974, art. 1). */
export function belgianHolidays(year: number): string[] {
  const easter = easterSunday(year)
  const movable = [1, 39, 50].map(days => easter.add({ days }).toString())
  const fixed = ['01-01', '05-01', '07-21', '08-15', '11-01', '11-11', '12-25']
  return [...fixed.map(day => `${year}-${day}`), ...movable].sort()
}

/** The months in which there is a public holiday: the earliest Easter Monday is 23 March, the latest Whit Monday 14 June. */
const MAY_BE = new Set(['01', '03', '04', '05', '06', '07', '08', '11', '12'])

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

export function isHoliday(date: Temporal.PlainDate, { holidays }: DaysOff): boolean {
  const iso = date.toString()
  return holidays.includes(iso) || (MAY_BE.has(iso.slice(5, 7)) && belgianHolidays(date.year).includes(iso))
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
