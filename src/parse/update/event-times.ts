import { dayAfter, oddTime } from '../../model/calendar/local-time.js'
import { type Located, namingAt } from '../../model/problem/located.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import type { Update } from '../../model/updates/update.js'

/** An event that ends after midnight is over by noon. */
const NIGHT_HOURS = 12

type Event = NonNullable<Update['event']>

/** Faults of an event's times: an end at or before the start, or a local time that a clock change skips or repeats. */
export function eventProblems(
  { event }: { event?: Event | null },
  located: Located,
  timeZone: string | undefined,
): Problem[] {
  if (!event) return []
  return [...lengthProblems(event, located), ...(timeZone ? oddTimes(event, located, timeZone) : [])]
}

function lengthProblems({ start, end }: Event, located: Located): Problem[] {
  if (end === null || end > start) return []
  const place = located.placeOf(['event', 'end'])
  const called = namingAt(located, ['event', 'end']).key
  if (end === start) return [problemAt(located.file, place, 'event-no-length', { found: end, called })]
  const meant = nextMorning(start, end)
  if (meant)
    return [problemAt(located.file, place, 'event-past-midnight', { found: end, suggestion: meant, called })]
  const other = namingAt(located, ['event', 'start']).key
  const values = { key: called, found: end, other, otherFound: start }
  return [problemAt(located.file, place, 'dates-crossed', values)]
}

/** 20:00 to 01:00 on one day: the next day was meant. */
function nextMorning(start: string, end: string): string | null {
  const hours = (time: string) => Number(time.slice(11, 13)) + Number(time.slice(14, 16)) / 60
  if (start.slice(0, 10) !== end.slice(0, 10)) return null
  return hours(end) + 24 - hours(start) <= NIGHT_HOURS ? dayAfter(end.slice(0, 10)) + end.slice(10) : null
}

function oddTimes(event: Event, located: Located, timeZone: string): Problem[] {
  return (['start', 'end'] as const).flatMap(key => {
    const found = event[key]
    const odd = found === null ? null : oddTime(found, timeZone)
    if (found === null || !odd) return []
    const place = located.placeOf(['event', key])
    const at = { ...namingAt(located, ['event', key]), found }
    if (odd.kind === 'skipped')
      return [problemAt(located.file, place, 'time-skipped', { ...at, suggestion: odd.next })]
    const [first, second] = odd.offsets
    return [problemAt(located.file, place, 'time-twice', { ...at, first, second })]
  })
}
