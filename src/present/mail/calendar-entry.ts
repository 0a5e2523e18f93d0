import {
  type EditionContent,
  type EditionItem,
  languagesOf,
  type Reader,
} from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import { isLink } from '../../model/updates/link.js'
import { hrefIn } from '../../model/updates/update.js'
import { itemView } from './item.js'
import type { ItemContext } from './item-view.js'
import { typeset } from './typography.js'
import { hasWords, say } from './wording.js'

/** The calendar fields of an update; part of an entry's UID. */
type Field = 'event' | 'deadline' | 'until'

/** An entry of a calendar file: a whole day, or a moment as UTC instants. */
export type CalendarEntry = {
  /** The same in every edition and language: a second import replaces the first. */
  uid: string
  /** Grows with every revision (RFC 5545 §3.8.7.4). */
  sequence: number
  cancelled: boolean
  summary: string
  description: string
  place: string
  url: string | null
  when: { day: string } | { start: Date; end: Date | null }
}

export function deadline(item: EditionItem, content: EditionContent, language: Language): CalendarEntry[] {
  const { deadline: own, until, links } = item.update
  const day = own ?? valueBefore(item, 'deadline')
  if (!day || !matters(item, day, 'deadline', content)) return []
  const stands = own !== null && !(item.ended && until !== null && until < own)
  return [dayEntry(item, day, links, entry(item, content, language, 'deadline', stands), language)]
}

/** A measure's last day, if neither deadline nor event shows it; cancelled where only an earlier edition showed it. */
export function end(item: EditionItem, content: EditionContent, language: Language): CalendarEntry[] {
  // Older frozen strings have no such entries.
  if (!hasWords(inLanguage(content.strings, language), 'calendar.until')) return []
  const { update } = item
  const own = ownEnd(update.until, update.deadline, update.event)
  const day =
    own ?? ownEnd(valueBefore(item, 'until'), valueBefore(item, 'deadline'), valueBefore(item, 'event'))
  if (!day || !matters(item, own ?? content.date, 'until', content)) return []
  return [dayEntry(item, day, update.links, entry(item, content, language, 'until', own !== null), language)]
}

const ownEnd = (until: string | null, deadline: string | null, event: unknown) =>
  event || until === deadline ? null : until

function dayEntry(
  item: EditionItem,
  day: string,
  links: EditionItem['update']['links'],
  shared: Omit<CalendarEntry, 'when' | 'place' | 'url'>,
  language: Language,
): CalendarEntry {
  const [link] = item.ended ? [] : links.map(one => hrefIn(one, language)).filter(isLink)
  return { ...shared, place: '', url: link ?? null, when: { day } }
}

/** A field's value in the previous edition, in the form of a changed field; null where it had none. */
export function valueBefore({ changes, update }: EditionItem, field: Field): string | null {
  const change = changes.find(one => one.field === field)
  if (!change) return field === 'event' ? (update.event?.start ?? null) : update[field]
  return typeof change.from === 'string' ? change.from : null
}

/** Future, or just changed: a calendar with the old day needs the new one, even in the past. */
export function matters(item: EditionItem, lastDay: string, field: Field, { date }: EditionContent) {
  return lastDay >= date || item.changes.some(change => change.field === field)
}

export function entry(
  item: EditionItem,
  content: EditionContent,
  language: Language,
  what: Field,
  stands: boolean,
): Omit<CalendarEntry, 'when' | 'place' | 'url'> {
  const strings = inLanguage(content.strings, language)
  const cancelled = !stands || item.section === 'withdrawn'
  const title = oneLine(inLanguage(item.update.text, language).title)
  const isItsDay = what === 'event' || (what === 'until' && item.update.from === item.update.until)
  const named = isItsDay ? title : say(strings, `calendar.${what}`, { title })
  return {
    uid: `${item.update.id}.${what}@${new URL(inLanguage(content.house.website, languagesOf(content)[0] ?? '')).hostname}`,
    sequence: item.revision,
    cancelled,
    summary: typeset(cancelled ? say(strings, 'calendar.cancelled', { title: named }) : named, language),
    description: description(item, content, language),
  }
}

const NOBODY = { salutation: '', commune: '', spoc: null }

/** Who, how much, where to apply, and the source. */
function description(item: EditionItem, content: EditionContent, language: Language): string {
  const strings = inLanguage(content.strings, language)
  const reader: Reader = {
    languages: language,
    role: 'mayor',
    competences: [],
    commune: '',
    salutation: {},
  }
  const communeNames = new Map(content.communes.map(({ nis, name }) => [nis, inLanguage(name, language)]))
  const context: ItemContext = { content, reader, language, strings, communeNames, personal: NOBODY }
  const { facts, links } = itemView({ ...item, concern: null }, context)
  const isNews = item.ended !== undefined || item.section === 'withdrawn'
  const why = isNews ? item.update.change?.[language] : null
  const read = content.web && say(strings, 'calendar.read', { address: `${content.web.address}/${language}` })
  const line = (field: string, value: string) =>
    `${typeset(say(strings, 'changes.line', { field }), language)} ${value}`
  return [
    ...(why ? [typeset(why, language)] : []),
    ...facts.map(({ name, value, href }) => line(name, href ? `${value} ${href}` : value)),
    ...links.map(({ text, href }) => line(text, href)),
    typeset(say(strings, 'edition.number', { edition: content.edition }), language),
    ...(read ? [typeset(read, language)] : []),
  ].join('\n')
}
