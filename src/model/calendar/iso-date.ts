import { z } from 'zod'
import { asks } from '../problem/asks.js'

/** `YYYY-MM-DD`, a day of the calendar. */
export const IsoDate = asks(z.string(), text =>
  isIsoDate(text) ? null : { problem: 'date-wrong', values: { suggestion: isoFromDayMonthYear(text) } },
)

/** Whether a text is a day of the calendar written as ISO 8601 `YYYY-MM-DD`, from 1900 to 2199. */
export function isIsoDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text)
  if (!match) return false
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number]
  if (year < 1900 || year > 2199 || month < 1 || month > 12) return false
  return day >= 1 && day <= daysIn(year, month)
}

/** Whether a text is a local date and time `YYYY-MM-DDTHH:MM`, without offset. */
export function isLocalDateTime(text: string): boolean {
  const match = /^(.{10})T([01]\d|2[0-3]):[0-5]\d$/.exec(text)
  return match !== null && isIsoDate(match[1] ?? '')
}

/** `8/4/2020`, `08-04-2020` or `8.4.2020`, as people here write it, in ISO; null when it is no such date. */
export function isoFromDayMonthYear(text: string): string | null {
  const match = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(text.trim())
  if (!match) return null
  const [, day = '', month = '', year = ''] = match
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isIsoDate(iso) ? iso : null
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
