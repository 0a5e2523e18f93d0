import { Temporal } from 'temporal-polyfill'
import type { EditionContent, EditionItem, FieldValue, Reader } from '../edition/edition.js'
import type { Language } from '../language.js'
import { isLink } from '../update/link.js'
import { type ItemContext, itemView, oneLine } from './item.js'
import { typeset } from './typography.js'
import { say } from './wording.js'

/** One entry of a calendar file: a whole day, or a moment as UTC instants. */
export type CalendarEntry = {
  /** The same for every edition that carries the update, in either language: a second import replaces the first. */
  uid: string
  /** Raised by every revision (RFC 5545 §3.8.7.4). */
  sequence: number
  cancelled: boolean
  summary: string
  description: string
  place: string
  url: string | null
  when: { day: string } | { start: Date; end: Date | null }
}

/**
 * What a calendar file of an edition holds. `organizer`: who publishes it (RFC 5546 §3.2.1), null where the edition doesn't
 * say; `madeAt`: the beginning of the edition's day, which a second draft of it does not move.
 */
export type CalendarEntries = {
  name: string
  language: Language
  organizer: { name: string; email: string } | null
  madeAt: Date
  entries: CalendarEntry[]
}

/**
 * The meetings and deadlines of an edition from its day on, for a calendar file, in one language; null where there is
 * none. What an update no longer has, or a withdrawn update had, is there as cancelled. Nothing in it is personal.
 */
export function calendarEntries(content: EditionContent, language: Language): CalendarEntries | null {
  // Frozen before there were calendar files: its strings don't know of them.
  if (!content.timeZone) return null
  const entries = content.items.flatMap(item => [
    ...meeting(item, content, content.timeZone as string, language),
    ...deadline(item, content, language),
  ])
  if (entries.length === 0) return null
  return {
    name: `agenda-${content.edition}.ics`,
    language,
    organizer: content.sender ? { name: content.house.agency[language], email: content.sender } : null,
    madeAt: content.cutOff ? new Date(content.cutOff) : instant(content.date, content.timeZone),
    entries: entries.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1)),
  }
}

const orderOf = ({ when, uid }: CalendarEntry) =>
  `${'day' in when ? when.day : when.start.toISOString()} ${uid}`

function meeting(item: EditionItem, content: EditionContent, timeZone: string, language: Language) {
  const { event } = item.update
  const start = event?.start ?? lostValue(item, 'event')
  if (!start || !matters(item, (event?.end ?? start).slice(0, 10), 'event', content)) return []
  const when = { start: instant(start, timeZone), end: event?.end ? instant(event.end, timeZone) : null }
  const place = typeset(event?.place?.[language] ?? '', language)
  const url = event?.url && isLink(event.url) ? event.url : null
  return [{ ...entry(item, content, language, 'event', event !== null), place, url, when }]
}

function deadline(item: EditionItem, content: EditionContent, language: Language): CalendarEntry[] {
  const own = item.update.deadline
  const day = own ?? lostValue(item, 'deadline')
  if (!day || !matters(item, day, 'deadline', content)) return []
  const [link] = item.update.links.map(links => links[language]).filter(isLink)
  const url = link ?? null
  return [{ ...entry(item, content, language, 'deadline', own !== null), place: '', url, when: { day } }]
}

/** What the update had before and has no more. */
function lostValue({ changes }: EditionItem, field: 'event' | 'deadline'): string | null {
  const change = changes.find(change => change.field === field)
  const from: FieldValue = change?.to === null ? change.from : null
  return typeof from === 'string' ? from : null
}

/** Still to come, or just changed: a calendar that has the old day must get the new one, also when it is past. */
function matters(item: EditionItem, lastDay: string, field: 'event' | 'deadline', { date }: EditionContent) {
  return lastDay >= date || item.changes.some(change => change.field === field)
}

/** Local time, as editors write it, to an instant. Where a clock change skips or repeats it: RFC 5545 §3.3.5. */
function instant(local: string, timeZone: string): Date {
  const moment = Temporal.PlainDateTime.from(local.length > 10 ? local : `${local}T00:00`)
  return new Date(moment.toZonedDateTime(timeZone).epochMilliseconds)
}

function entry(
  item: EditionItem,
  content: EditionContent,
  language: Language,
  what: 'event' | 'deadline',
  stands: boolean,
): Omit<CalendarEntry, 'when' | 'place' | 'url'> {
  const strings = content.strings[language]
  const cancelled = !stands || item.section === 'withdrawn'
  const title = oneLine(item.update.text[language].title)
  const named = what === 'event' ? title : say(strings, 'calendar.deadline', { title })
  return {
    uid: `${item.update.id}.${what}@${new URL(content.house.website.fr).hostname}`,
    sequence: item.revision,
    cancelled,
    summary: typeset(cancelled ? say(strings, 'calendar.cancelled', { title: named }) : named, language),
    description: description(item, content, language),
  }
}

const NOBODY = { salutation: '', commune: '', spoc: null }

/** Who, how much, where to apply, and where it was read. */
function description(item: EditionItem, content: EditionContent, language: Language): string {
  const strings = content.strings[language]
  const reader: Reader = {
    languages: language,
    role: 'mayor',
    competences: [],
    commune: '',
    salutation: { fr: '', nl: '' },
  }
  const communeNames = new Map(content.communes.map(({ nis, name }) => [nis, name[language]]))
  const context: ItemContext = { content, reader, language, strings, communeNames, personal: NOBODY }
  const { facts, links } = itemView({ ...item, concern: null }, context)
  const read = content.web && say(strings, 'calendar.read', { address: `${content.web.address}/${language}` })
  const line = (field: string, value: string) =>
    `${typeset(say(strings, 'changes.line', { field }), language)} ${value}`
  return [
    ...facts.map(({ name, value }) => line(name, value)),
    ...links.map(({ text, href }) => line(text, href)),
    typeset(say(strings, 'edition.number', { edition: content.edition }), language),
    ...(read ? [typeset(read, language)] : []),
  ].join('\n')
}
