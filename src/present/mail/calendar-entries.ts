import { Temporal } from 'temporal-polyfill'
import type { EditionContent, EditionItem } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { isLink } from '../../model/updates/link.js'
import { type CalendarEntry, deadline, end, entry, matters, valueBefore } from './calendar-entry.js'
import { typeset } from './typography.js'

/**
 * The contents of an edition's calendar file. `organizer`: the publisher (RFC 5546 §3.2.1), null where the edition doesn't say. `madeAt`: the start
 * of the edition's day, which a second draft doesn't change.
 */
export type CalendarEntries = {
  name: string
  language: Language
  organizer: { name: string; email: string } | null
  madeAt: Date
  entries: CalendarEntry[]
}

/**
 * Meetings, deadlines and last days of an edition from its day on, in one language. Removed ones, and those of a withdrawn or ended update, are
 * cancelled. An earlier end is there on its new day. Nothing is personal. Null where there are none.
 */
export function calendarEntries(content: EditionContent, language: Language): CalendarEntries | null {
  const known = made.get(content) ?? new Map<Language, CalendarEntries | null>()
  made.set(content, known)
  const found = known.get(language)
  if (found !== undefined) return found
  const entries = entriesOf(content, language)
  known.set(language, entries)
  return entries
}

/** The view of each reader names the file, which is the same for all. */
const made = new WeakMap<EditionContent, Map<Language, CalendarEntries | null>>()

function entriesOf(content: EditionContent, language: Language): CalendarEntries | null {
  // Frozen before there were calendar files: its strings lack their words.
  if (!content.timeZone) return null
  const entries = content.items.flatMap(item => [
    ...meeting(item, content, content.timeZone as string, language),
    ...deadline(item, content, language),
    ...end(item, content, language),
  ])
  if (entries.length === 0) return null
  return {
    name: `agenda-${content.edition}.ics`,
    language,
    organizer: organizer(content, language),
    madeAt: content.cutOff ? new Date(content.cutOff) : instant(content.date, content.timeZone),
    entries: entries.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
  }
}

/** With the language's quotation marks: many programs can't read RFC 6868's form of straight ones. */
function organizer({ house, sender }: EditionContent, language: Language): CalendarEntries['organizer'] {
  if (!sender) return null
  return {
    name: typeset(inLanguage(house.agency, language), language).replaceAll('\u00a0', ' '),
    email: sender,
  }
}

const orderOf = ({ when, uid }: CalendarEntry) =>
  `${'day' in when ? when.day : when.start.toISOString()} ${uid}`

function meeting(
  item: EditionItem,
  content: EditionContent,
  timeZone: string,
  language: Language,
): CalendarEntry[] {
  const { event } = item.update
  const lost = event ? null : valueBefore(item, 'event')
  const [start, end = null] = event ? [event.start, event.end] : (lost?.split('/', 2) ?? [])
  if (!start || !matters(item, (end ?? start).slice(0, 10), 'event', content)) return []
  const when = { start: instant(start, timeZone), end: end ? instant(end, timeZone) : null }
  const place = typeset(event?.place?.[language] ?? '', language)
  const url = event?.url && isLink(event.url) ? event.url : null
  const stands = event !== null && item.ended !== 'cancelled'
  return [{ ...entry(item, content, language, 'event', stands), place, url, when }]
}

/** An editor's local time as an instant; RFC 5545 §3.3.5 where a clock change skips or repeats it. */
function instant(local: string, timeZone: string): Date {
  const moment = Temporal.PlainDateTime.from(local.length > 10 ? local : `${local}T00:00`)
  return new Date(moment.toZonedDateTime(timeZone).epochMilliseconds)
}
