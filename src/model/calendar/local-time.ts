import { Temporal } from 'temporal-polyfill'

/** What a clock on the wall shows at a change of the clocks: a time that it never shows, or shows twice. */
export type OddTime =
  /** `next`: the same moment as the clocks show it, an hour on. */
  | { kind: 'skipped'; next: string }
  /** The offsets from UTC of both, the earlier first: `+02:00`, `+01:00`. */
  | { kind: 'twice'; offsets: [string, string] }

/** Whether a local time `YYYY-MM-DDTHH:MM` is there once in a time zone: null; else what it is. */
export function oddTime(iso: string, timeZone: string): OddTime | null {
  const written = Temporal.PlainDateTime.from(iso)
  const earlier = written.toZonedDateTime(timeZone, { disambiguation: 'earlier' })
  const later = written.toZonedDateTime(timeZone, { disambiguation: 'later' })
  if (earlier.epochMilliseconds === later.epochMilliseconds) return null
  if (!later.toPlainDateTime().equals(written))
    return { kind: 'skipped', next: later.toPlainDateTime().toString({ smallestUnit: 'minute' }) }
  return { kind: 'twice', offsets: [earlier.offset, later.offset] }
}

/** The day after an ISO date. */
export function dayAfter(date: string): string {
  return Temporal.PlainDate.from(date).add({ days: 1 }).toString()
}

/** The same day of another year; 28 February for a 29th that it hasn't. */
export function inYear(date: string, year: number): string {
  return Temporal.PlainDate.from(date).with({ year }).toString()
}

/** Days from one ISO date to another; negative when it is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
