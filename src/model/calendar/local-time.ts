import { Temporal } from 'temporal-polyfill'

/** A local time that a clock change skips or repeats. */
export type OddTime =
  /** `next`: the same moment on the changed clock, an hour later. */
  | { kind: 'skipped'; next: string }
  /** Both UTC offsets, the earlier first: `+02:00`, `+01:00`. */
  | { kind: 'twice'; offsets: [string, string] }

/** Whether a time zone skips or repeats the local time `YYYY-MM-DDTHH:MM`; null when it exists once. */
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

/** The same day of another year; 28 February for a missing 29th. */
export function inYear(date: string, year: number): string {
  return Temporal.PlainDate.from(date).with({ year }).toString()
}

/** Days from one ISO date to another; negative when it is earlier. */
export function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
