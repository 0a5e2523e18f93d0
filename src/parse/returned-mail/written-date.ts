import { Temporal } from 'temporal-polyfill'
import { monthNumbers, weekdayNumbers } from '../../model/calendar/day-names.js'

/** A day of the calendar. */
export type Day = Temporal.PlainDate
/** A date as written; the year may be missing. */
type WrittenDay = { year: number | null; month: number; day: number }

const MONTHS = monthNumbers('en', 'fr', 'nl', 'de')
const WEEKDAYS = weekdayNumbers('en', 'fr', 'nl', 'de')

/** Pattern sources for text that went through `fold`: English, French, Dutch, German. */
export const MONTH = `(?:${longestFirst(MONTHS)})\\b\\.?`
export const WEEKDAY = `(?:${longestFirst(WEEKDAYS)})\\b`
const YEAR = '(?:,?\\s*(?:de\\s+)?(20\\d\\d))?'

const FORMS: [RegExp, (match: string[]) => WrittenDay | null][] = [
  [/^(20\d\d)-(\d\d?)-(\d\d?)/, m => written(m[3], m[2], m[1])],
  [/^(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:20)?\d\d)(?!\d)/, m => dayFirst(m[1], m[2], m[3])],
  [/^(\d{1,2})\/(\d{1,2})(?![\d:/])/, m => dayFirst(m[1], m[2])],
  // Not a time: "12.30 u", "9.15 Uhr".
  [/^(\d{1,2})\.(\d{1,2})\.?(?!\d|:|\s?(?:u|uur|uhr|h|am|pm)\b)/, m => written(m[1], m[2])],
  [
    new RegExp(
      `^(\\d{1,2})(?:er|re|e|st|nd|rd|th|\\.|de|ste)?(?:\\s+of|\\s+de)?\\s*(?:[-/]\\s*)?(${MONTH})[-/]?${YEAR}`,
    ),
    m => named(m[1], m[2], m[3]),
  ],
  [
    new RegExp(`^(${MONTH})\\s*(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:])${YEAR}`),
    m => named(m[2], m[1], m[3]),
  ],
]
const MONTH_END = new RegExp(
  `^(?:la\\s+)?(?:fin|the end of|end of|eind|einde|ende|het einde van)\\s+(?:du mois d[e']\\s*|de\\s+|d'|van\\s+)?(${MONTH})${YEAR}`,
)
const MONTH_RANGE = new RegExp(
  `\\b(${MONTH})\\s*\\d{1,2}(?:st|nd|rd|th)?\\s?(?:[-–—]|to|through|until|and)\\s?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:/]|\\.\\d)${YEAR}`,
)

/** The date at a folded text's beginning; the day comes first unless the month would exceed 12. */
export function readDay(text: string): WrittenDay | null {
  const end = MONTH_END.exec(text)
  if (end) {
    const month = monthNumber(end[1])
    return written(String(lastDay(end[2] ? Number(end[2]) : 2021, month)), String(month), end[2])
  }
  for (const [pattern, read] of FORMS) {
    const match = pattern.exec(text)
    const day = match ? read(match) : null
    if (day) return day
  }
  return null
}

const MONTH_ALONE = new RegExp(`^(${MONTH})(?:\\s*(20\\d\\d))?(?!\\s*\\d)`)

/** "Jusqu'en septembre": the last day of that month. */
export function readMonth(text: string): WrittenDay | null {
  const match = MONTH_ALONE.exec(text)
  if (!match) return null
  const month = monthNumber(match[1])
  return written(String(lastDay(match[2] ? Number(match[2]) : 2021, month)), String(month), match[2])
}

const DAY_ALONE =
  /^(\d{1,2})(?:er|re|e|de|ste|th|st|nd|rd|\.)?(?:\s*(?:du mois|inclus\w*|included|van de(?:ze)? maand|dieses monats|of (?:this|the) month))?\s*(?:[,;)!\n]|\.(?!\d)|$)/

/** "Jusqu'au 17 inclus.": a day of this month, or of the next once it has passed. */
export function readDayAlone(text: string, sent: Day): Day | null {
  const day = Number(DAY_ALONE.exec(text)?.[1] ?? 0)
  if (day < 1 || day > 31) return null
  const month = sent.with({ day: 1 }).add({ months: day >= sent.day ? 0 : 1 })
  return day <= month.daysInMonth ? month.with({ day }) : null
}

/** The end of "July 10-31", anywhere in a text. */
export function readMonthRange(text: string): WrittenDay | null {
  const match = MONTH_RANGE.exec(text)
  return match ? named(match[2], match[1], match[3]) : null
}

const WEEKDAY_FIRST = new RegExp(`^${WEEKDAY}`)

/** The weekday at a folded text's beginning: 1 is Monday, 7 Sunday; null when there is none. */
export function readWeekday(text: string): number | null {
  const name = WEEKDAY_FIRST.exec(text)?.[0]
  return name === undefined ? null : (WEEKDAYS.get(name) ?? null)
}

/**
 * Adds a missing year so that the date is soon after the mail. Up to 60 days earlier still count, since an old notice may remain. Null when neither
 * text nor mail gives a year.
 */
export function inYear(written: WrittenDay, sent: Day | null): Day | null {
  const { month, day } = written
  const year = written.year ?? sent?.year
  if (year === undefined || day > lastDay(year, month)) return null
  const date = Temporal.PlainDate.from({ year, month, day })
  const isLongPast = sent !== null && Temporal.PlainDate.compare(date, sent.subtract({ days: 60 })) < 0
  return written.year === null && isLongPast ? date.add({ years: 1 }) : date
}

/** The next such weekday after a day. */
export function nextWeekday(sent: Day, weekday: number): Day {
  return sent.add({ days: ((weekday - sent.dayOfWeek + 6) % 7) + 1 })
}

/** The day of an ISO date; null for anything else. */
export function parseIso(text: string): Day | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text)
  const day = match && written(match[3], match[2], match[1])
  return day && inYear(day, null)
}

function longestFirst(names: ReadonlyMap<string, number>): string {
  return [...names.keys()].sort((one, other) => other.length - one.length).join('|')
}

function monthNumber(name?: string): number {
  return MONTHS.get((name ?? '').replace('.', '')) ?? 0
}

function lastDay(year: number, month: number): number {
  return Temporal.PlainYearMonth.from({ year, month }).daysInMonth
}

function written(day?: string, month?: string, year?: string): WrittenDay | null {
  const number = year ? Number(year) + (year.length < 4 ? 2000 : 0) : null
  const date = { year: number, month: Number(month), day: Number(day) }
  if (date.month < 1 || date.month > 12 || date.day < 1) return null
  return date.day <= lastDay(number ?? 2020, date.month) ? date : null
}

function dayFirst(one?: string, two?: string, year?: string): WrittenDay | null {
  return written(one, two, year) ?? written(two, one, year)
}

function named(day?: string, month?: string, year?: string): WrittenDay | null {
  return written(day, String(monthNumber(month)), year)
}
