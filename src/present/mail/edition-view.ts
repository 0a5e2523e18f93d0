import type { EditionContent, Reader, Strings } from '../../model/editions/edition.js'
import { type Language, languagesInOrder } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import { inBrief } from './brief.js'
import { type Concerns, concernsIn } from './concern.js'
import { type DayView, dayViews, type EventView, eventViews } from './dates.js'
import { type ItemContext, type ItemView, itemView, type LinkView } from './item.js'
import { dayRange, longDate } from './money-and-dates.js'
import { officesLine } from './office-names.js'
import {
  calendarFileView,
  fullText,
  onlineLine,
  onlineLink,
  type Proof,
  type ProofView,
  proofView,
  shortenedText,
} from './online.js'
import { inReadingOrder, PARTS, type Part, partOf, type RankedItem } from './order.js'
import { type Marks, personalWords, phoneHref, type SpocView } from './personal.js'
import { isShort, leftOut } from './shortening.js'
import { countsLine, type SubjectView, subjectView } from './subject.js'
import { typeset } from './typography.js'
import { label, mapStrings, say, sayCount } from './wording.js'

/** What the templates show: nothing but text, ready to be escaped; the editor's Markdown is named in ItemView. */
export type EditionView = {
  language: Language
  title: string
  subject: SubjectView
  preheader: string
  halves: [HalfView, HalfView]
}

/** `short`: in one line; `full`: where all of it is. */
export type PlacedView = ItemView & { short: boolean; full: LinkView | null }

/** How an edition is shown: with so many steps of shortening; as the web version, which has a proof and no reader; with marks for what is personal. */
export type Showing = { shortened?: number; proof?: Proof; marks?: Marks }

/** One language's half; both halves say the same in the same order. */
export type HalfView = {
  language: Language
  first: boolean
  jump: { href: string; text: string; language: Language }
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
  /** All offices of somebody who gets one mail for several; null for anybody else. */
  offices: string | null
  /** An erratum: what it corrects, and what was wrong. */
  correction: { title: string; reason: string } | null
  counts: string
  yours: string | null
  /** Written to one person; the web version is not. */
  personal: boolean
  /** Where the web version is. */
  online: LinkView | null
  onlineLine: string | null
  /** That some items have one line only, or none. */
  shortened: string | null
  calendarFile: { attached: string | null; download: LinkView | null } | null
  /** The web version's own foot. */
  proof: ProofView | null
  brief: ItemView[]
  moreInBrief: string | null
  parts: { key: Part; title: string; items: PlacedView[] }[]
  /** In the web version they are a part like the others, in full. */
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

/**
 * The edition as one reader sees it: both languages, complete and equal, the reader's first. What concerns the reader
 * comes first and is marked; nothing is left out. Pure: the same content and reader give the same view.
 */
export function editionView(content: EditionContent, reader: Reader, showing: Showing = {}): EditionView {
  const [language, second] = languagesInOrder(reader.languages)
  const commune = content.communes.find(({ nis }) => nis === reader.commune) ?? null
  const { marked, mostly } = showing.proof ? NOBODY : concernsIn(content, reader, commune)
  const items = inReadingOrder(content.items, marked)
  const half = (own: Language, other: Language) =>
    halfView(items, contextOf(content, reader, own, showing.marks), { other, showing, mostly })
  const first = half(language, second)
  return {
    language,
    title: content.house.title[language],
    subject: subjectView(items, content, language),
    preheader: [first.counts, ...first.brief.slice(0, 2).map(item => item.title)].join(' · '),
    halves: [first, half(second, language)],
  }
}

/** The web version is written to nobody in particular. */
const NOBODY: Concerns = { marked: [], mostly: null }

function contextOf(
  content: EditionContent,
  reader: Reader,
  language: Language,
  marks: Marks | undefined,
): ItemContext {
  const communeNames = new Map(content.communes.map(({ nis, name }) => [nis, name[language]]))
  const personal = marks?.of[language] ?? personalWords(content, reader, language)
  return { content, reader, language, strings: content.strings[language], communeNames, personal }
}

function halfView(
  items: RankedItem[],
  context: ItemContext,
  { other, showing, mostly }: { other: Language; showing: Showing; mostly: Concerns['mostly'] },
): HalfView {
  const { content, reader, language, strings, personal } = context
  const { proof = null, shortened = 0 } = showing
  const first = languagesInOrder(reader.languages)[0] === language
  const short = isShort(items, first, shortened)
  const { brief, more } = inBrief(items, content.date)
  const out = leftOut(items, brief, first, shortened)
  const all = items.map(item => ({ item, part: partOf(item), view: placed(item, short(item), context) }))
  const shown = all.filter(({ item }) => !out.has(item))
  const inOneLine = shown.filter(({ view }) => view.short).length
  const news = all.filter(({ part }) => part !== 'standing').map(({ view }) => view)
  // Days and meetings point to what stands above them; the calendar file has them all.
  const dated =
    out.size === 0 ? context : { ...context, content: { ...content, items: shown.map(({ item }) => item) } }
  const [days, events] = [dayViews(dated), eventViews(dated)]
  const marked = news.filter(({ mark }) => mark !== null).length
  return {
    language,
    first,
    jump: {
      href: `#${other}`,
      text: say(strings, first ? 'language.jump' : 'language.back'),
      language: other,
    },
    words: words(strings, language),
    masthead: masthead(context),
    commune: personal.commune,
    salutation: personal.salutation,
    offices: proof === null ? officesLine(context) : null,
    correction: correction(context),
    counts: typeset(countsLine(items, content, language), language),
    yours: yours(marked, mostly, context),
    personal: proof === null,
    online: proof === null ? onlineLink(context) : null,
    onlineLine: proof === null ? onlineLine(context) : null,
    shortened: shortenedText({ inOneLine, leftOut: out.size }, context),
    calendarFile: calendarFileView(context, proof, days.length + events.length > 0),
    proof: proof && proofView(proof, context),
    brief: shown.filter(({ item }) => brief.includes(item)).map(({ view }) => view),
    moreInBrief: more > 0 ? sayCount(strings, 'edition.more-in-brief', more, language) : null,
    parts: PARTS.filter(key => key !== 'standing' || proof !== null)
      .map(key => ({ key, items: shown.filter(({ part }) => part === key).map(({ view }) => view) }))
      .filter(({ items }) => items.length > 0)
      .map(part => ({ ...part, title: typeset(say(strings, `sections.${part.key}`), language) })),
    standing: proof ? [] : shown.filter(({ part }) => part === 'standing').map(({ view }) => view),
    days,
    events,
    contacts: contacts(context),
    spoc: personal.spoc,
    foot: foot(context),
  }
}

/** How much is for the reader, said once: each is marked, or most of it concerns them and the nearest is marked. */
function yours(
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

function placed(item: RankedItem, short: boolean, context: ItemContext): PlacedView {
  const full = short || item.section === 'standing' ? fullText(item.update.id, context) : null
  return { ...itemView(item, context), short, full }
}

/** The groups of strings that the templates name themselves. */
const TEMPLATE_WORDS = ['edition', 'marks', 'sections', 'urgencies']

function words(strings: Strings, language: Language): Strings {
  const named = Object.entries(strings).filter(([group]) => TEMPLATE_WORDS.includes(group))
  return mapStrings(Object.fromEntries(named), text => typeset(text, language))
}

function masthead({ content, language, strings }: ItemContext): HalfView['masthead'] {
  const { house, week, kind } = content
  return {
    title: typeset(house.title[language], language),
    subtitle: typeset(house.subtitle[language], language),
    region: typeset(house.region[language], language),
    week: say(strings, 'dates.week', { number: week.number }),
    dates:
      kind === 'regular'
        ? dayRange(week.monday, week.sunday, strings, language)
        : longDate(content.date, language),
    kind: kind === 'regular' ? null : label(strings, 'edition', kind),
  }
}

function correction({ content, language, strings }: ItemContext): HalfView['correction'] {
  if (!content.erratum) return null
  const { corrects, reason } = content.erratum
  return {
    title: typeset(say(strings, 'edition.corrects', { edition: corrects }), language),
    reason: typeset(oneLine(reason[language]), language),
  }
}

function contacts({ content, language }: ItemContext): HalfView['contacts'] {
  return content.house.contacts.map(contact => ({
    name: typeset(contact.name[language], language),
    does: typeset(contact.does[language], language),
    url: contact.url[language],
    phone: contact.phone?.replaceAll(' ', '\u00a0') ?? null,
    phoneHref: contact.phone && phoneHref(contact.phone),
  }))
}

/** Who else gets this mail: all, those who got the wrong edition, or the communes that a flash is for. */
function audience({ content, language, strings }: ItemContext): string {
  const { erratum, onlyFor, communes } = content
  if (erratum) return say(strings, 'edition.only-affected', { edition: erratum.corrects })
  if (!onlyFor) return say(strings, 'edition.same-for-all')
  const names = communes.filter(({ nis }) => onlyFor.includes(nis)).map(({ name }) => name[language])
  return say(strings, 'edition.only-concerned', { communes: names.join(', ') })
}

function foot(context: ItemContext): HalfView['foot'] {
  const { content, language, strings } = context
  const { house, edition } = content
  const names = { agency: house.agency[language], office: house.office[language] }
  return {
    sender: typeset(say(strings, 'edition.sent-by', names), language),
    why: typeset(house.footer[language], language),
    audience: typeset(audience(context), language),
    number: say(strings, 'edition.number', { edition }),
    agency: typeset(house.agency[language], language),
    website: house.website[language],
    host: new URL(house.website[language]).host.replace(/^www\./, ''),
  }
}
