import { daySaid, momentSaid } from './written-day.js'

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
 * The day that was most likely meant, in ISO: `8/4/27`, `2027-4-8`; a month's last day for one that it lacks; Christmas for `12/25/2027`. Null
 * without day, month and year.
 */
export function isoMeant(text: string): string | null {
  const said = daySaid(
    text.replace(/ ?([./-]) ?(?=\d)/g, '$1').replace(/(?<=^\d{1,4}) (\d{1,2}) (?=\d{1,4}$)/, '/$1/'),
  )
  if (!said || said.year === '') return null
  const year = Number(said.year.length === 2 ? `20${said.year}` : said.year)
  return isoOf(year, said.month, said.day) ?? (said.month > 12 ? isoOf(year, said.day, said.month) : null)
}

function isoOf(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > 31) return null
  const iso = `${year}-${two(month)}-${two(Math.min(day, daysIn(year, month)))}`
  return isIsoDate(iso) ? iso : null
}

/** The local moment that was most likely meant: `8/4/27 14h`, `8/4/2027 14`; a day alone gets 14:00. Null when there is none. */
export function localMomentMeant(text: string): string | null {
  const said = momentSaid(text) ?? momentSaid(`${text}h`) ?? { day: text, time: '14:00' }
  const day = isoMeant(said.day)
  const moment = `${day}T${said.time}`
  return isLocalDateTime(moment) ? moment : null
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

export const two = (n: number) => String(n).padStart(2, '0')
