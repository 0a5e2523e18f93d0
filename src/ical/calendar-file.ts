import { folded } from '../model/language/folding.js'
import { parsedUrl } from '../model/language/parsed-url.js'
import type { CalendarEntries } from '../present/mail/calendar-entries.js'
import type { CalendarEntry } from '../present/mail/calendar-entry.js'

/**
 * A calendar file (RFC 5545) that asks for no answer (RFC 5546 §3.2.1). Moments are in UTC, so that clients need no time zone. Deadlines are whole
 * days that leave the reader free. The same entries give the same bytes.
 */
export function calendarFile({ language, organizer, madeAt, entries }: CalendarEntries): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Estafette//Edition//${language.toUpperCase()}`,
    'METHOD:PUBLISH',
    ...entries.flatMap(entry => eventLines(entry, organizer, madeAt)),
    'END:VCALENDAR',
  ]
  return `${lines.map(folded).join('\r\n')}\r\n`
}

function eventLines(entry: CalendarEntry, organizer: CalendarEntries['organizer'], madeAt: Date): string[] {
  const { uid, sequence, when, cancelled, summary, place, description, url } = entry
  const isFree = 'day' in when || cancelled
  return [
    'BEGIN:VEVENT',
    `UID:${text(uid)}`,
    `SEQUENCE:${sequence}`,
    `DTSTAMP:${utc(madeAt)}`,
    ...timed(when),
    `SUMMARY:${text(summary)}`,
    `TRANSP:${isFree ? 'TRANSPARENT' : 'OPAQUE'}`,
    ...(place ? [`LOCATION:${text(place)}`] : []),
    `DESCRIPTION:${text(description)}`,
    ...(organizer ? [`ORGANIZER;CN="${parameter(organizer.name)}":${mailto(organizer.email)}`] : []),
    ...(url ? [`URL;VALUE=URI:${uri(url)}`] : []),
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `X-MICROSOFT-CDO-BUSYSTATUS:${isFree ? 'FREE' : 'BUSY'}`,
    'END:VEVENT',
  ]
}

function timed(when: CalendarEntry['when']): string[] {
  if ('day' in when)
    return [
      `DTSTART;VALUE=DATE:${when.day.replaceAll('-', '')}`,
      'X-MICROSOFT-CDO-ALLDAYEVENT:TRUE',
      'X-MICROSOFT-MSNCALENDAR-ALLDAYEVENT:TRUE',
    ]
  return [`DTSTART:${utc(when.start)}`, ...(when.end ? [`DTEND:${utc(when.end)}`] : [])]
}

/** "20261207T080000Z" (RFC 5545 §3.3.5, form 2). */
const utc = (at: Date) => at.toISOString().replace(/[-:]|\.\d{3}/g, '')

/** A value of type TEXT (RFC 5545 §3.3.11), which allows no other control character. */
const text = (value: string) =>
  value
    .replace(/[\\;,]/g, '\\$&')
    .replace(/\r\n?|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ')

/** A quoted parameter's content: `"` is written as in RFC 6868 §3.1. */
const parameter = (value: string) =>
  value
    .replace(/\^/g, '^^')
    .replace(/\r\n?|\n/g, '^n')
    .replace(/"/g, "^'")
    .replace(/\p{Cc}/gu, ' ')

/** A value of type URI has no escapes (RFC 5545 §3.3.13): `,` and `;` stay; other characters beyond RFC 3986 §2 are percent-encoded. */
function uri(link: string): string {
  const isPlain = /^[!-~]*$/.test(link)
  const ascii = isPlain ? link : (parsedUrl(link)?.href ?? link)
  return ascii.replace(/[^A-Za-z0-9\-._~:/?#[\]@!$&'()*+,;=%]/gu, inPerCent)
}

/** Percent-encodes characters of an address that have a meaning in a mailto (RFC 6068 §2). */
const mailto = (address: string) => `mailto:${address.replace(/[^A-Za-z0-9\-._~!$'*+@]/gu, inPerCent)}`

const inPerCent = (character: string) =>
  [...Buffer.from(character)].map(octet => `%${octet.toString(16).toUpperCase().padStart(2, '0')}`).join('')
