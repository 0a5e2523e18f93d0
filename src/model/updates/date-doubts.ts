import { daysBetween, inYear } from '../calendar/local-time.js'
import type { Path } from '../problem/located.js'
import type { Problem } from '../problem/problem.js'
import type { ProblemValues } from '../problem/problem-values.js'
import type { Update } from './update.js'

export type Dates = Partial<Pick<Update, 'from' | 'until' | 'deadline' | 'event' | 'status'>>

/** A warning about a date, relative to a day. */
export type DateDoubt = {
  [C in 'over-already' | 'deadline-past' | 'year-doubtful']: {
    path: Path
    code: C
    values: ProblemValues[C]
  }
}['over-already' | 'deadline-past' | 'year-doubtful']

/** Years from today beyond which the year is probably mistyped. */
const YEARS_AHEAD = { from: 5, deadline: 5, until: 12, event: 3 }
/** Around the turn of the year, people write the wrong year. */
const TURN = { months: [11, 12, 1, 2], daysPast: 200, daysAround: [-14, 120] as const }

/** Warnings for news that comes too late and for improbable years. `today` (ISO date) is the day of the next edition. None for withdrawn updates. */
export function dateDoubts(dates: Dates, today: string): DateDoubt[] {
  if (dates.status === 'withdrawn') return []
  const both = bothLastYear(dates, today)
  if (both) return [both]
  const over = overAlready(dates, today)
  const past = over?.path[0] === 'until' ? null : deadlinePast(dates, today)
  return [...[over, past].filter(one => one !== null), ...yearDoubts(dates, today)]
}

/** A last year's number in both dates is one mistake: the warning is at the end date and proposes the next year. */
function bothLastYear({ from, until }: Dates, today: string): DateDoubt | null {
  if (!from || !until || until >= today || lastYearsBeginning(from, today) === null) return null
  const values = { key: 'until', found: until, today, suggestion: inYear(until, yearOf(until) + 1) }
  return { path: ['until'], code: 'over-already', values }
}

/** An update that is already over: one warning, at its last day. */
function overAlready({ until, event }: Dates, today: string): DateDoubt | null {
  const end = event?.end ?? event?.start
  const [path, found] =
    until && until < today
      ? [['until'], until]
      : [['event', event?.end ? 'end' : 'start'], end && end.slice(0, 10) < today ? end : null]
  if (!found) return null
  const values = { key: path.join('.'), found, today, suggestion: thisYear(found, today) }
  return { path, code: 'over-already', values }
}

function deadlinePast({ deadline }: Dates, today: string): DateDoubt | null {
  if (!deadline || deadline >= today) return null
  const values = { found: deadline, today, suggestion: thisYear(deadline, today) }
  return { path: ['deadline'], code: 'deadline-past', values }
}

function yearDoubts({ from, until, deadline, event }: Dates, today: string): DateDoubt[] {
  const all: [Path, string | null | undefined, number][] = [
    [['from'], from, YEARS_AHEAD.from],
    [['until'], until, YEARS_AHEAD.until],
    [['deadline'], deadline, YEARS_AHEAD.deadline],
    [['event', 'start'], event?.start, YEARS_AHEAD.event],
    [['event', 'end'], event?.end, YEARS_AHEAD.event],
  ]
  const far = all.find(([, found, years]) => found && yearOf(found) - yearOf(today) > years)
  if (far?.[1]) return [yearDoubt(far[0], far[1], today, meantYear(far[1], today))]
  const meant = from && lastYearsBeginning(from, today)
  return meant ? [yearDoubt(['from'], from, today, meant)] : []
}

function yearDoubt(path: Path, found: string, today: string, suggestion: string | null): DateDoubt {
  return { path, code: 'year-doubtful', values: { key: path.join('.'), found, today, suggestion } }
}

/** `from: 2026-01-15` in December 2026, or `from: 2025-02-01` in January 2026: the same day a year later is near. */
function lastYearsBeginning(from: string, today: string): string | null {
  if (!TURN.months.includes(Number(today.slice(5, 7))) || daysBetween(from, today) < TURN.daysPast)
    return null
  const meant = inYear(from, yearOf(from) + 1)
  const away = daysBetween(today, meant)
  return away >= TURN.daysAround[0] && away <= TURN.daysAround[1] ? meant : null
}

/** The same day this or next year, if in the future and the written day is about a year ago. */
function thisYear(found: string, today: string): string | null {
  const past = daysBetween(found.slice(0, 10), today)
  if (past < TURN.daysPast || past > 2 * 365) return null
  return withDay(found, [yearOf(today), yearOf(today) + 1], today)
}

/** 2026 for 2062: the same digits in another order; else this or next year. */
function meantYear(found: string, today: string): string | null {
  const now = yearOf(today)
  const digits = (year: number) => [...String(year)].sort().join('')
  const same = [now, now + 1, now - 1].filter(year => digits(year) === digits(yearOf(found)))
  return withDay(found, [...same, now, now + 1], today)
}

function withDay(found: string, years: readonly number[], today: string): string | null {
  const days = years.map(year => inYear(found.slice(0, 10), year) + found.slice(10))
  return days.find(day => day.slice(0, 10) >= today) ?? null
}

const yearOf = (date: string) => Number(date.slice(0, 4))

/** Whether a warning remains for an update that an edition carried: told endings and dates already published don't. */
export function isAsked({ code, values }: Problem, carried: Update | null): boolean {
  if (carried === null) return true
  if (code === 'over-already' || code === 'deadline-past') return false
  if (code !== 'year-doubtful') return true
  const { from, until, deadline, event } = carried
  return ![from, until, deadline, event?.start, event?.end].includes(values.found)
}
