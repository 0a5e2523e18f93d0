import { z } from 'zod'
import { asks } from '../problem/asks.js'

/** `YYYY-MM-DD`, a day of the calendar. */
export const IsoDate = asks(z.string(), text =>
  isIsoDate(text) ? null : { problem: 'date-wrong', values: { suggestion: isoMeant(text) } },
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

/**
 * The day that somebody most likely meant, in ISO: `8/4/2027`, `08-04-2027`, `8.4.27`, `2027/4/8`, `2027-4-8`; of a day that a
 * month doesn't have, its last one. Null where the text names no day, month and year.
 */
export function isoMeant(text: string): string | null {
  const parts = /^(\d{1,4})\s?[./ -]\s?(\d{1,2})\s?[./ -]\s?(\d{1,4})$/.exec(text.trim())
  if (!parts) return null
  const [, first = '', month = '', last = ''] = parts
  const [year, day] = first.length === 4 ? [first, last] : [last, first]
  return isoOf(Number(year.length === 2 ? `20${year}` : year), Number(month), Number(day))
}

function isoOf(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null
  const two = (n: number) => String(n).padStart(2, '0')
  const iso = `${year}-${two(month)}-${two(Math.min(day, daysIn(year, month)))}`
  return isIsoDate(iso) ? iso : null
}

/** The local moment that somebody most likely meant: `8/4/2027 14h`, `2027-04-08 14:00`; of a day alone, at 14:00. Or null. */
export function localMomentMeant(text: string): string | null {
  const parts = /^(\S+?)(?:(?:T|\s+|\s+à\s+|\s+om\s+)(\d{1,2})\s?(?:[:.hHu]\s?(\d{2})?)?)?$/.exec(text.trim())
  const day = parts && (isoMeant(parts[1] ?? '') ?? null)
  if (!parts || !day) return null
  const [, , hour = '14', minute = '00'] = parts
  const moment = `${day}T${hour.padStart(2, '0')}:${minute}`
  return isLocalDateTime(moment) ? moment : null
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
