import { z } from 'zod'
import { asks } from '../problem/asks.js'
import { isIsoDate, isLocalDateTime, isoMeant, two } from './iso-meant.js'
import { daySaid, momentSaid, type SaidDay } from './written-day.js'

/** `YYYY-MM-DD`, a day of the calendar. */
export const IsoDate = asks(z.string(), dayFault)

type DayFault =
  | { problem: 'date-wrong'; values: { suggestion: string | null } }
  | { problem: 'date-without-year'; values: { monthAndDay: string } }
  | { problem: 'weekday-wrong'; values: { suggestion: string; weekday: number } }

function dayFault(text: string): DayFault | null {
  if (isIsoDate(text)) return null
  const said = daySaid(text)
  const iso = said && isoSaid(said.year === '' ? { ...said, year: LEAP_YEAR } : said)
  if (said?.year === '' && iso) return { problem: 'date-without-year', values: { monthAndDay: iso.slice(5) } }
  if (said?.weekday && iso && said.weekday !== weekdayOf(iso))
    return { problem: 'weekday-wrong', values: { suggestion: iso, weekday: weekdayOf(iso) } }
  return { problem: 'date-wrong', values: { suggestion: isoMeant(text) } }
}

/** A leap year, which has each possible day. */
const LEAP_YEAR = '2024'

/** A day as Belgians write it, in ISO; see {@link daySaid}. Null for a day that doesn't exist, a year without four digits, or a wrong weekday. */
export function dayWritten(text: string): string | null {
  const said = daySaid(text)
  const iso = said && isoSaid(said)
  return iso && (said.weekday === null || said.weekday === weekdayOf(iso)) ? iso : null
}

function isoSaid({ year, month, day }: SaidDay): string | null {
  const iso = `${year}-${two(month)}-${two(day)}`
  return isIsoDate(iso) ? iso : null
}

/** Monday is 1, as in ISO 8601. */
function weekdayOf(iso: string): number {
  return new Date(`${iso}T00:00:00Z`).getUTCDay() || 7
}

/** A local moment as Belgians write it, `YYYY-MM-DDThh:mm`; see {@link momentSaid}. Null for a day alone. */
export function momentWritten(text: string): string | null {
  const said = momentSaid(text)
  const day = said && dayWritten(said.day)
  const moment = `${day}T${said?.time}`
  return isLocalDateTime(moment) ? moment : null
}
