import { Temporal } from 'temporal-polyfill'
import { type Cron, namesDay } from './cron.js'
import { type DaysOff, isHoliday, isPaused, weekdaysBetween, workingDay } from './holidays.js'

export const SLOT_KINDS = ['draft', 'send'] as const
export type SlotKind = (typeof SLOT_KINDS)[number]

/** A due moment of the calendar. */
export type Slot = { edition: string; slot: SlotKind; at: Date }

/** The configured week; a send slot on a public holiday moves to the working day before or after. */
export type Week = { timeZone: string; draft: Cron; send: Cron; holidaySend: 'before' | 'after' }

export type Calendar = Week & DaysOff

const DAY_MS = 86_400_000
/** In days: a pause can last a summer. */
const DAYS_AHEAD = 124
/** In days: no slot moves further. */
const DAYS_MOVED = 31

/** The moments of a cron expression in (after, until], in order; local times skipped by a clock change move forward. */
export function occurrences(cron: Cron, timeZone: string, after: Date, until: Date): Date[] {
  const last = dayNumber(localDate(until, timeZone))
  const found: Date[] = []
  for (let number = dayNumber(localDate(after, timeZone)) - 1; number <= last; number++) {
    const utc = new Date(number * DAY_MS)
    const [month, dayOfMonth] = [utc.getUTCMonth() + 1, utc.getUTCDate()]
    if (!namesDay(cron, { month, day: dayOfMonth, dayOfWeek: utc.getUTCDay() })) continue
    const day = Temporal.PlainDate.from({ year: utc.getUTCFullYear(), month, day: dayOfMonth })
    for (const hour of sorted(cron.hours)) {
      for (const minute of sorted(cron.minutes)) {
        const at = new Date(day.toZonedDateTime({ timeZone, plainTime: { hour, minute } }).epochMilliseconds)
        if (at > after && at <= until) found.push(at)
      }
    }
  }
  return found
}

/** The next send moment strictly after `now`; null when the calendar names none within four months. */
export function nextSend(calendar: Calendar, now: Date): Date | null {
  return nextSendSlot(calendar, now)?.at ?? null
}

/** The next send slot strictly after `now`; null when the calendar names none within four months. */
export function nextSendSlot(calendar: Calendar, now: Date): Slot | null {
  const sends = plannedSends(calendar, daysLater(now, -DAYS_MOVED), daysLater(now, DAYS_AHEAD))
  const next = sends
    .filter(({ at, paused }) => !paused && at > now)
    .sort((a, b) => a.at.getTime() - b.at.getTime())[0]
  return next ? { edition: next.edition, slot: 'send', at: next.at } : null
}

/** The send slot of an edition: the last one planned in its ISO week, else Thursday 9:00. A pause doesn't change it: a person may still send. */
export function sendSlotOf(calendar: Calendar, edition: string): Date {
  const { monday } = weekOf(edition)
  const start = startOfDay(monday, calendar.timeZone)
  const end = startOfDay(Temporal.PlainDate.from(monday).add({ days: 7 }).toString(), calendar.timeZone)
  const named = plannedSends(calendar, new Date(start.getTime() - 1), new Date(end.getTime() - 1)).at(-1)
  if (named) return named.at
  const thursday = Temporal.PlainDate.from(monday).add({ days: 3 })
  return atTime(thursday, '09:00', calendar.timeZone)
}

/**
 * The slots due in (since, now], oldest first. A draft belongs to the next send after it and moves with it. An edition keeps the week of its planned
 * send, also when a holiday moves that.
 */
export function dueSlots(calendar: Calendar, since: Date, now: Date): Slot[] {
  const from = daysLater(since, -DAYS_MOVED)
  const sends = plannedSends(calendar, from, daysLater(now, DAYS_MOVED + DAYS_AHEAD))
  const slots: Slot[] = []
  for (const { edition, at, paused } of sends) if (!paused) slots.push({ edition, slot: 'send', at })
  for (const planned of occurrences(calendar.draft, calendar.timeZone, from, daysLater(now, DAYS_MOVED))) {
    const send = sends.find(one => one.planned > planned)
    if (!send || send.paused) continue
    slots.push({ edition: send.edition, slot: 'draft', at: draftFor(calendar, planned, send) })
  }
  return slots.filter(({ at }) => at > since && at <= now).sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** A send moment as planned, and when it is due: another day when the planned one is a public holiday. */
type Send = { edition: string; planned: Date; at: Date; paused: boolean }

function plannedSends(calendar: Calendar, after: Date, until: Date): Send[] {
  const { timeZone } = calendar
  return occurrences(calendar.send, timeZone, after, until).map(planned => {
    const at = offHoliday(calendar, planned)
    const paused = [planned, at].some(moment => isPaused(localDate(moment, timeZone), calendar))
    return { edition: editionOf(planned, timeZone), planned, at, paused }
  })
}

function offHoliday(calendar: Calendar, planned: Date): Date {
  const day = localDate(planned, calendar.timeZone)
  if (!isHoliday(day, calendar)) return planned
  const to = workingDay(day, calendar.holidaySend, 1, calendar)
  return sameTimeOn(to, planned, calendar.timeZone)
}

/** When the send has moved, or the draft falls on a holiday, a draft keeps its distance in working days. Approvers have at least one. */
function draftFor(calendar: Calendar, planned: Date, send: Send): Date {
  const { timeZone } = calendar
  const day = localDate(planned, timeZone)
  if (send.at.getTime() === send.planned.getTime() && !isHoliday(day, calendar)) return planned
  const distance = Math.max(1, weekdaysBetween(day, localDate(send.planned, timeZone)))
  return sameTimeOn(workingDay(localDate(send.at, timeZone), 'before', distance, calendar), planned, timeZone)
}

/** `2026-W48`: the ISO 8601 week of an instant's local date. */
export function editionOf(at: Date, timeZone: string): string {
  const date = localDate(at, timeZone)
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}`
}

const EDITION = /^(\d{4})-W(\d{2})(?:-(flash|erratum)-([1-9]\d?))?$/

/** Whether an edition name has an existing week: 2026 has a week 53, 2027 has not. */
export function isEditionName(name: string): boolean {
  const match = EDITION.exec(name)
  if (!match) return false
  const [, year, week] = match.map(Number) as [number, number, number]
  return week >= 1 && week <= weeksIn(year)
}

/** Whether an edition is regular, a flash or an erratum. */
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
  const minutes = offsetAt(at, timeZone)
  const local = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, 19)
  const [hour, minute] = [Math.trunc(Math.abs(minutes) / 60), Math.abs(minutes) % 60].map(n =>
    String(n).padStart(2, '0'),
  )
  return `${local}${minutes < 0 ? '-' : '+'}${hour}:${minute}`
}

/** UTC offsets change at whole quarters of an hour: each quarter is computed once. */
const offsets = new Map<string, number>()
const QUARTER_MS = 900_000

function offsetAt(at: Date, timeZone: string): number {
  const quarter = Math.floor(at.getTime() / QUARTER_MS)
  const key = `${timeZone} ${quarter}`
  const known = offsets.get(key)
  if (known !== undefined) return known
  if (offsets.size > 5000) offsets.clear()
  const zoned = Temporal.Instant.fromEpochMilliseconds(quarter * QUARTER_MS).toZonedDateTimeISO(timeZone)
  const minutes = Math.round(zoned.offsetNanoseconds / 60e9)
  offsets.set(key, minutes)
  return minutes
}

/** The next day from `date` on that is `days` working days later; Saturday and Sunday don't count. */
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

function sameTimeOn(day: Temporal.PlainDate, at: Date, timeZone: string): Date {
  const zoned = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone)
  return atTime(day, zoned.toPlainTime(), timeZone)
}

function atTime(day: Temporal.PlainDate, plainTime: Temporal.PlainTime | string, timeZone: string): Date {
  return new Date(day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds)
}

function startOfDay(date: string, timeZone: string): Date {
  return new Date(Temporal.PlainDate.from(date).toZonedDateTime(timeZone).epochMilliseconds)
}

/** Days since 1970-01-01, as plain numbers: each tick examines many days. */
const dayNumber = ({ year, month, day }: Temporal.PlainDate) => Date.UTC(year, month - 1, day) / DAY_MS
const daysLater = (at: Date, days: number) => new Date(at.getTime() + days * DAY_MS)
const sorted = (values: Set<number>) => [...values].sort((a, b) => a - b)
