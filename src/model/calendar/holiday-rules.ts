import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { asks } from '../problem/asks.js'

/** A public holiday of each year: a month and a day, `07-21`, or so many days from Easter Sunday, `easter+39`. */
export const HolidayRule = asks(z.string(), text =>
  FIXED.test(text) || MOVABLE.test(text) ? null : { problem: 'holiday-wrong', values: {} },
)
export type HolidayRule = z.infer<typeof HolidayRule>
const FIXED =
  /^(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])$|^(?:0[469]|11)-(?:0[1-9]|[12]\d|30)$|^02-(?:0[1-9]|[12]\d)$/
const MOVABLE = /^easter(?:[+-]\d{1,3})?$/

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
