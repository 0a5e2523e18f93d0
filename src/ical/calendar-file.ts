import ical, {
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventStatus,
  ICalEventTransparency,
} from 'ical-generator'
import type { CalendarEntries, CalendarEntry } from '../model/view/calendar-entries.js'

/**
 * A calendar file (RFC 5545) that publishes and asks for no answer (RFC 5546 §3.2.1). Moments are in UTC, so that no client
 * needs to know a time zone; deadlines are whole days that leave the reader free. The same entries give the same bytes.
 */
export function calendarFile({ language, organizer, madeAt, entries }: CalendarEntries): string {
  const calendar = ical({
    prodId: { company: 'Estafette', product: 'Edition', language: language.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
  })
  for (const entry of entries) calendar.createEvent({ ...shared(entry, madeAt), ...timed(entry), organizer })
  return `${calendar.toString()}\r\n`
}

function shared(entry: CalendarEntry, madeAt: Date) {
  return {
    id: entry.uid,
    sequence: entry.sequence,
    stamp: madeAt,
    summary: entry.summary,
    description: entry.description,
    ...(entry.place ? { location: entry.place } : {}),
    ...(entry.url ? { url: entry.url } : {}),
    status: entry.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
  }
}

function timed({ when, cancelled }: CalendarEntry) {
  const isFree = 'day' in when || cancelled
  const free = {
    transparency: isFree ? ICalEventTransparency.TRANSPARENT : ICalEventTransparency.OPAQUE,
    busystatus: isFree ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
  }
  // As a Date without a zone: with one, the library reads the clock of this machine.
  if ('day' in when) return { ...free, start: new Date(`${when.day}T00:00:00Z`), allDay: true }
  return { ...free, start: when.start, ...(when.end ? { end: when.end } : {}) }
}
