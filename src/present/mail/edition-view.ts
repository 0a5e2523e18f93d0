import { type EditionContent, languagesOf, type Reader } from '../../model/editions/edition.js'
import { inLanguage, type Language, languagesInOrder } from '../../model/language/language.js'
import { inBrief } from './brief.js'
import { type Concerns, concernsIn } from './concern.js'
import { dayViews } from './dates.js'
import {
  contacts,
  correction,
  foot,
  type HalfView,
  masthead,
  type PlacedView,
  words,
  yours,
} from './edition-frame.js'
import { eventViews } from './event-views.js'
import { itemView } from './item.js'
import type { ItemContext, LinkView } from './item-view.js'
import { jumpFrom } from './jump.js'
import { officesLine } from './office-names.js'
import { onlineLine, shortenedText, webAddress } from './online.js'
import { inReadingOrder, PARTS, partOf, type RankedItem } from './order.js'
import { personalWords } from './personal.js'
import type { Marks } from './personal-marks.js'
import { calendarFileView, fullText, type Proof, proofView } from './proof-view.js'
import { isShort, leftOut } from './shortening.js'
import { subjectView } from './subject.js'
import { countsLine, type SubjectView } from './subject-counts.js'
import { typeset } from './typography.js'
import { say, sayCount } from './wording.js'

/** The values of the templates: text, ready to be escaped; Markdown fields are named in ItemView. */
export type EditionView = {
  language: Language
  title: string
  subject: SubjectView
  preheader: string
  halves: [HalfView, ...HalfView[]]
}

/** How an edition is shown: shortened by steps; as the web version, with a proof and no reader; with marks for personal words. */
export type Showing = { shortened?: number; proof?: Proof; marks?: Marks }

/**
 * The edition as one reader sees it: all languages, complete and equal, the reader's first. What concerns the reader
 * comes first and is marked; nothing is left out. Pure: the same content and reader give the same view.
 */
export function editionView(content: EditionContent, reader: Reader, showing: Showing = {}): EditionView {
  const languages = languagesInOrder(reader.languages, languagesOf(content))
  const language = languages[0] as Language
  const commune = content.communes.find(({ nis }) => nis === reader.commune) ?? null
  const { marked, mostly } = showing.proof ? NOBODY : concernsIn(content, reader, commune)
  const items = inReadingOrder(content.items, marked)
  const halves = languages.map(own =>
    halfView(items, contextOf(content, reader, own, showing.marks), { languages, showing, mostly }),
  ) as EditionView['halves']
  const [first] = halves
  return {
    language,
    title: inLanguage(content.house.title, language),
    subject: subjectView(items, content, language),
    preheader: [first.counts, ...first.brief.slice(0, 2).map(item => item.title)].join(' · '),
    halves,
  }
}

/** The web version has no particular reader. */
const NOBODY: Concerns = { marked: [], mostly: null }

function contextOf(
  content: EditionContent,
  reader: Reader,
  language: Language,
  marks: Marks | undefined,
): ItemContext {
  const communeNames = new Map(content.communes.map(({ nis, name }) => [nis, inLanguage(name, language)]))
  const personal = marks?.of[language] ?? personalWords(content, reader, language)
  return { content, reader, language, strings: inLanguage(content.strings, language), communeNames, personal }
}

function halfView(
  items: RankedItem[],
  context: ItemContext,
  { languages, showing, mostly }: { languages: Language[]; showing: Showing; mostly: Concerns['mostly'] },
): HalfView {
  const { content, language, strings, personal } = context
  const { proof = null, shortened = 0 } = showing
  const first = languages[0] === language
  const short = isShort(items, first, shortened)
  const { brief, more } = inBrief(items, content.date)
  const out = leftOut(items, brief, first, shortened)
  const all = items.map(item => ({ item, part: partOf(item), view: placed(item, short(item), context) }))
  const shown = all.filter(({ item }) => !out.has(item))
  const inOneLine = shown.filter(({ view }) => view.short).length
  const news = all.filter(({ part }) => part !== 'standing').map(({ view }) => view)
  // Days and meetings link to items above; the calendar file has them all.
  const dated =
    out.size === 0 ? context : { ...context, content: { ...content, items: shown.map(({ item }) => item) } }
  const [days, events] = [dayViews(dated), eventViews(dated)]
  const marked = news.filter(({ mark }) => mark !== null).length
  return {
    language,
    first,
    jump: jumpFrom(language, languages, content.strings),
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

function placed(item: RankedItem, short: boolean, context: ItemContext): PlacedView {
  const full = short || item.section === 'standing' ? fullText(item.update.id, context) : null
  return { ...itemView(item, context), short, full }
}

/** "Lire en ligne", for the top of the mail; null where there is no web version. */
function onlineLink({ content, language, strings }: ItemContext): LinkView | null {
  const href = webAddress(content, language)
  return href === null ? null : { href, text: say(strings, 'web.online') }
}
