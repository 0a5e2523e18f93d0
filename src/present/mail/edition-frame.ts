import type { Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import type { Concerns } from './concern.js'
import { longDate } from './days.js'
import type { DayView, EventView } from './event-views.js'
import type { ItemContext, ItemView, LinkView } from './item-view.js'
import type { Jump } from './jump.js'
import type { ProofView } from './online.js'
import type { Part } from './order.js'
import { phoneHref, type SpocView } from './personal.js'
import { dayRange } from './spans.js'
import { typeset } from './typography.js'
import { label, mapStrings, say, sayCount } from './wording.js'

/** `short`: in one line; `full`: where all of it is. */
export type PlacedView = ItemView & { short: boolean; full: LinkView | null }

/** One language's part of a mail; all say the same in the same order. */
export type HalfView = {
  language: Language
  first: boolean
  /** Null in a mail of one language. */
  jump: Jump | null
  words: Strings
  masthead: {
    title: string
    subtitle: string
    region: string
    week: string
    dates: string
    kind: string | null
  }
  commune: string
  salutation: string
  /** All offices of a person with one mail for several; null for anybody else. */
  offices: string | null
  /** For an erratum: what it corrects, and what was wrong. */
  correction: { title: string; reason: string } | null
  counts: string
  yours: string | null
  /** Written to one person; false for the web version. */
  personal: boolean
  /** The link to the web version. */
  online: LinkView | null
  onlineLine: string | null
  /** The notice that some items have only one line, or none. */
  shortened: string | null
  calendarFile: { attached: string | null; download: LinkView | null } | null
  /** The web version's footer. */
  proof: ProofView | null
  brief: ItemView[]
  moreInBrief: string | null
  parts: { key: Part; title: string; items: PlacedView[] }[]
  /** In the web version they are a full part like the others. */
  standing: PlacedView[]
  days: DayView[]
  events: EventView[]
  contacts: { name: string; does: string; url: string; phone: string | null; phoneHref: string | null }[]
  spoc: SpocView | null
  foot: {
    sender: string
    why: string
    audience: string
    number: string
    agency: string
    website: string
    host: string
  }
}

/** How much concerns the reader, said once: each item is marked, or most do and only the nearest are marked. */
export function yours(
  marked: number,
  mostly: Concerns['mostly'],
  { strings, language }: ItemContext,
): string | null {
  if (!mostly) return marked > 0 ? sayCount(strings, 'counts.yours', marked, language) : null
  const { concerned, marked: n } = mostly
  const text =
    n === 0
      ? say(strings, 'counts.mostly', { concerned })
      : sayCount(strings, 'counts.mostly-marked', n, language, { concerned })
  return typeset(text, language)
}

/** Groups of strings that the templates name themselves. */
const TEMPLATE_WORDS = ['edition', 'marks', 'sections', 'urgencies']

export function words(strings: Strings, language: Language): Strings {
  const named = Object.entries(strings).filter(([group]) => TEMPLATE_WORDS.includes(group))
  return mapStrings(Object.fromEntries(named), text => typeset(text, language))
}

export function masthead({ content, language, strings }: ItemContext): HalfView['masthead'] {
  const { house, week, kind } = content
  return {
    title: typeset(inLanguage(house.title, language), language),
    subtitle: typeset(inLanguage(house.subtitle, language), language),
    region: typeset(inLanguage(house.region, language), language),
    week: say(strings, 'dates.week', { number: week.number }),
    dates:
      kind === 'regular'
        ? dayRange(week.monday, week.sunday, strings, language)
        : longDate(content.date, language),
    kind: kind === 'regular' ? null : label(strings, 'edition', kind),
  }
}

export function correction({ content, language, strings }: ItemContext): HalfView['correction'] {
  if (!content.erratum) return null
  const { corrects, reason } = content.erratum
  return {
    title: typeset(say(strings, 'edition.corrects', { edition: corrects }), language),
    reason: typeset(oneLine(inLanguage(reason, language)), language),
  }
}

export function contacts({ content, language }: ItemContext): HalfView['contacts'] {
  return content.house.contacts.map(contact => ({
    name: typeset(inLanguage(contact.name, language), language),
    does: typeset(inLanguage(contact.does, language), language),
    url: inLanguage(contact.url, language),
    phone: contact.phone?.replaceAll(' ', '\u00a0') ?? null,
    phoneHref: contact.phone && phoneHref(contact.phone),
  }))
}

/** Who gets this mail: everybody, those who got the wrong edition, or the communes of a flash. */
function audience({ content, language, strings }: ItemContext): string {
  const { erratum, onlyFor, communes } = content
  if (erratum) return say(strings, 'edition.only-affected', { edition: erratum.corrects })
  if (!onlyFor) return say(strings, 'edition.same-for-all')
  const names = communes
    .filter(({ nis }) => onlyFor.includes(nis))
    .map(({ name }) => inLanguage(name, language))
  return say(strings, 'edition.only-concerned', { communes: names.join(', ') })
}

export function foot(context: ItemContext): HalfView['foot'] {
  const { content, language, strings } = context
  const { house, edition } = content
  const names = { agency: inLanguage(house.agency, language), office: inLanguage(house.office, language) }
  return {
    sender: typeset(say(strings, 'edition.sent-by', names), language),
    why: typeset(inLanguage(house.footer, language), language),
    audience: typeset(audience(context), language),
    number: say(strings, 'edition.number', { edition }),
    agency: typeset(inLanguage(house.agency, language), language),
    website: inLanguage(house.website, language),
    host: new URL(inLanguage(house.website, language)).host.replace(/^www\./, ''),
  }
}
