import { Temporal } from 'temporal-polyfill'
import { type Cron, namesDay } from './cron.js'

export const SLOT_KINDS = ['draft', 'send'] as const
export type SlotKind = (typeof SLOT_KINDS)[number]

/** A due moment of the calendar. */
export type Slot = { edition: string; slot: SlotKind; at: Date }

export type Calendar = { timeZone: string; draft: Cron; send: Cron }

const DAYS_AHEAD = 62

/** The moments of a cron expression in (after, until], in order; local times that a clock change skips move forward. */
export function occurrences(cron: Cron, timeZone: string, after: Date, until: Date): Date[] {
  const first = localDate(after, timeZone).subtract({ days: 1 })
  const last = localDate(until, timeZone)
  const found: Date[] = []
  for (let day = first; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) {
    if (!namesDay(cron, day)) continue
    for (const hour of sorted(cron.hours)) {
      for (const minute of sorted(cron.minutes)) {
        const at = new Date(day.toZonedDateTime({ timeZone, plainTime: { hour, minute } }).epochMilliseconds)
        if (at > after && at <= until) found.push(at)
      }
    }
  }
  return found
}

/** The next send moment strictly after `now`; null when the expression names none within two months. */
export function nextSend(calendar: Calendar, now: Date): Date | null {
  return occurrences(calendar.send, calendar.timeZone, now, daysLater(now, DAYS_AHEAD))[0] ?? null
}

/** The send slot of an edition: the last one in its ISO week; its Thursday 9:00 when the calendar names none there. */
export function sendSlotOf(calendar: Calendar, edition: string): Date {
  const { monday } = weekOf(edition)
  const start = startOfDay(monday, calendar.timeZone)
  const end = startOfDay(Temporal.PlainDate.from(monday).add({ days: 7 }).toString(), calendar.timeZone)
  const named = occurrences(
    calendar.send,
    calendar.timeZone,
    new Date(start.getTime() - 1),
    new Date(end.getTime() - 1),
  ).at(-1)
  if (named) return named
  const thursday = Temporal.PlainDate.from(monday).add({ days: 3 })
  return new Date(
    thursday.toZonedDateTime({ timeZone: calendar.timeZone, plainTime: '09:00' }).epochMilliseconds,
  )
}

/** The slots due in (since, now], oldest first: a draft belongs to the edition of the next send after it. */
export function dueSlots(calendar: Calendar, since: Date, now: Date): Slot[] {
  const { timeZone } = calendar
  const sends = occurrences(calendar.send, timeZone, since, now)
  const drafts = occurrences(calendar.draft, timeZone, since, now)
  const slots: Slot[] = sends.map(at => ({ edition: editionOf(at, timeZone), slot: 'send', at }))
  for (const at of drafts) {
    const send = nextSend(calendar, at)
    if (send) slots.push({ edition: editionOf(send, timeZone), slot: 'draft', at })
  }
  return slots.sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** `2026-W48`: the ISO 8601 week of an instant's local date. */
export function editionOf(at: Date, timeZone: string): string {
  const date = localDate(at, timeZone)
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`
}

const EDITION = /^(\d{4})-W(\d{2})(?:-(flash|erratum)-([1-9]\d?))?$/

/** Is this the name of an edition whose week exists? 2026 has a week 53, 2027 has not. */
export function isEditionName(name: string): boolean {
  const match = EDITION.exec(name)
  if (!match) return false
  const [, year, week] = match.map(Number) as [number, number, number]
  return week >= 1 && week <= weeksIn(year)
}

/** Is it a regular edition, a flash or an erratum? */
export function kindOf(edition: string): 'regular' | 'flash' | 'erratum' {
  return (EDITION.exec(edition)?.[3] as 'flash' | 'erratum' | undefined) ?? 'regular'
}

/** The ISO week of an edition, with its Monday and Sunday as ISO dates. Throws when `isEditionName` says no. */
export function weekOf(edition: string): { year: number; number: number; monday: string; sunday: string } {
  if (!isEditionName(edition)) throw new RangeError(`"${edition}" is not an edition`)
  const year = Number(edition.slice(0, 4))
  const number = Number(edition.slice(6, 8))
  // 4 January is always in week 1 (ISO 8601).
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 })
  const monday = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: number - 1 })
  return { year, number, monday: monday.toString(), sunday: monday.add({ days: 6 }).toString() }
}

function weeksIn(year: number): number {
  // 28 December is always in the last week (ISO 8601).
  return Temporal.PlainDate.from({ year, month: 12, day: 28 }).weekOfYear ?? 52
}

/** ISO date of an instant in a time zone. */
export function localDay(at: Date, timeZone: string): string {
  return localDate(at, timeZone).toString()
}

/** ISO 8601 with offset, to the second: "2026-11-26T09:00:00+01:00". */
export function withOffset(at: Date, timeZone: string): string {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  return zoned.toString({ timeZoneName: 'never', smallestUnit: 'second' })
}

/** The next day from `date` on, `days` working days later (Saturday and Sunday don't count). */
export function workingDaysLater(date: string, days: number): string {
  let day = Temporal.PlainDate.from(date)
  for (let left = days; left > 0 || day.dayOfWeek > 5; ) {
    day = day.add({ days: 1 })
    if (day.dayOfWeek <= 5) left--
  }
  return day.toString()
}

function localDate(at: Date, timeZone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate()
}

function startOfDay(date: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds)
}

const daysLater = (at: Date, days: number) => new Date(at.getTime() + days * 86_400_000)
const sorted = (values: Set<number>) => [...values].sort((a, b) => a - b)
