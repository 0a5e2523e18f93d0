import type { EditionContent, Reader, Strings } from '../edition/edition.js'
import type { Language } from '../language.js'
import { otherThan } from '../update/incomplete.js'
import { isLink } from '../update/link.js'
import type { Update } from '../update/update.js'
import { type ChangeView, changeViews } from './changes.js'
import { concernText } from './concern.js'
import type { HouseContact } from './house.js'
import { amountRange, dayOfYear, longDate, moment, momentOn, plainDate } from './money-and-dates.js'
import type { RankedItem } from './order.js'
import type { Personal } from './personal.js'
import { typeset } from './typography.js'
import { label, say } from './wording.js'

export type LinkView = { text: string; href: string }

/** One update as a mail shows it, in one language. `summary`, `body` and `note` are the editor's Markdown. */
export type ItemView = {
  /** For jumps inside the mail: unique over both halves. */
  anchor: string
  title: string
  /** The language of the title where it is the other one, because the text in this one follows; else null. */
  titleLanguage: Language | null
  state: string
  kind: string
  topic: string
  urgent: boolean
  /** Why it concerns this reader, or null. */
  mark: string | null
  /** The day that matters most, for lists: "au plus tard le lundi 1er juin"; the year only where it is another. */
  when: string
  facts: { name: string; value: string; strong: boolean }[]
  summary: string
  body: string
  changes: ChangeView[]
  note: string | null
  links: LinkView[]
  answers: LinkView | null
  /** What the commune may copy and pass on, line by line; empty where there is nothing. */
  passOn: string[]
}

/** What an item needs besides itself: the edition, the reader and the words of one language. */
export type ItemContext = {
  content: EditionContent
  reader: Reader
  language: Language
  strings: Strings
  communeNames: ReadonlyMap<string, string>
  personal: Personal
}

/** An item for this reader in one language. Markdown stays Markdown; everything else is ready to be escaped and shown. */
export function itemView(item: RankedItem, context: ItemContext): ItemView {
  const { language, strings } = context
  const { update } = item
  const text = update.text[language]
  const isAwaited = update.follows === language
  const titleLanguage = isAwaited ? otherThan(language) : null
  return {
    anchor: `${language}-${update.id}`,
    title: typeset(oneLine(text.title), titleLanguage ?? language),
    titleLanguage,
    state: say(strings, `states.${item.section}`),
    topic: label(strings, 'topics', update.topic),
    kind: label(strings, 'kinds', update.kind),
    urgent: update.urgency === 'urgent',
    mark: item.concern ? typeset(concernText(item.concern, strings), language) : null,
    when: whenOf(update, context),
    facts: item.section === 'withdrawn' ? [] : facts(update, context),
    summary: isAwaited ? say(strings, 'edition.text-follows') : text.summary,
    body: item.section === 'withdrawn' ? '' : text.body,
    changes: item.section === 'withdrawn' ? [] : changeViews(item, strings, language, context.communeNames),
    note: item.section === 'changed' || item.section === 'withdrawn' ? noteOf(item, language, strings) : null,
    links: item.section === 'withdrawn' ? [] : linkViews(update, language),
    answers: answers(update, context),
    passOn: item.section === 'withdrawn' ? [] : (update.pass_on?.[language].split('\n') ?? []),
  }
}

/** The editor's note; a translation that was awaited needs none. */
function noteOf({ update, changes }: RankedItem, language: Language, strings: Strings): string | null {
  if (changes.some(({ field }) => field === 'translation')) return say(strings, 'edition.translation-came')
  return update.change?.[language] ?? null
}

function whenOf(update: Update, { content, strings, language }: ItemContext): string {
  const day = (iso: string) =>
    iso.slice(0, 4) === content.date.slice(0, 4) ? dayOfYear(iso, language) : longDate(iso, language)
  if (update.event) return momentOn(day(update.event.start), update.event, strings, language)
  if (update.deadline)
    return say(strings, `dates.${isPast(update.deadline, content) ? 'closed' : 'before'}`, {
      date: day(update.deadline),
    })
  if (update.from && update.from > content.date) return say(strings, 'dates.from', { date: day(update.from) })
  return update.until ? say(strings, 'dates.until', { date: day(update.until) }) : ''
}

/** Nobody can apply any more: said as such, and not in bold. */
const isPast = (deadline: string, content: EditionContent) => deadline < content.date

function facts(update: Update, { content, strings, language, communeNames }: ItemContext): ItemView['facts'] {
  const name = (key: string) => say(strings, `edition.${key}`)
  const { event, deadline, amount } = update
  const rows = [
    {
      name: name('deadline'),
      value: deadlineText(deadline, content, strings, language),
      strong: !deadline || !isPast(deadline, content),
    },
    {
      name: name('when'),
      value: event ? moment(event.start, event.end, strings, language) : '',
      strong: true,
    },
    { name: name('where'), value: typeset(event?.place?.[language] ?? '', language), strong: false },
    { name: name('amount'), value: amount ? amountText(amount, strings, language) : '', strong: true },
    { name: name('period'), value: period(update, strings, language), strong: false },
    { name: say(strings, 'fields.concerns'), value: communesOf(update, communeNames), strong: false },
    { name: name('authority'), value: authorityText(update, strings, language), strong: false },
  ]
  return rows.filter(row => row.value !== '')
}

/** The communes that it is about, where it isn't about all. */
function communesOf({ concerns }: Update, communeNames: ReadonlyMap<string, string>): string {
  return concerns.communes.flatMap(nis => communeNames.get(nis) ?? []).join(', ')
}

function deadlineText(
  deadline: string | null,
  content: EditionContent,
  strings: Strings,
  language: Language,
): string {
  if (!deadline) return ''
  const date = longDate(deadline, language)
  return isPast(deadline, content) ? say(strings, 'dates.past', { date }) : date
}

/** "Conseil national de sécurité (fédéral)", or the level alone. */
function authorityText({ authority, level }: Update, strings: Strings, language: Language): string {
  const levelName = label(strings, 'levels', level)
  if (!authority) return levelName
  return `${typeset(authority[language], language)} (${levelName.toLocaleLowerCase(language)})`
}

function amountText(amount: NonNullable<Update['amount']>, strings: Strings, language: Language): string {
  const range = amountRange(amount.min, amount.max, strings, language)
  if (range === '' || !amount.per) return range
  return say(strings, 'amounts.per', { amount: range, per: typeset(amount.per[language], language) })
}

function period({ from, until, event }: Update, strings: Strings, language: Language): string {
  if (event) return ''
  const [start, end] = [from && plainDate(from, language), until && plainDate(until, language)]
  if (start && end) return say(strings, 'dates.range', { from: start, to: end })
  if (start) return say(strings, 'dates.from', { date: start })
  return end ? say(strings, 'dates.until', { date: end }) : ''
}

function linkViews({ links, event }: Update, language: Language): LinkView[] {
  return links
    .map(link => ({ text: typeset(link.label[language], language), href: link[language] }))
    .filter(link => isLink(link.href) && link.href !== event?.url)
}

function answers(
  { topic, links }: Update,
  { content, language, strings, personal: { spoc } }: ItemContext,
): LinkView | null {
  const contact = contactFor(topic, content.house.contacts)
  if (contact && links.some(link => link[language] === contact.url[language])) return null
  if (contact) return { text: contact.name[language], href: contact.url[language] }
  return spoc
    ? { text: say(strings, 'edition.spoc').toLocaleLowerCase(language), href: `mailto:${spoc.email}` }
    : null
}

function contactFor(topic: string, contacts: HouseContact[]): HouseContact | undefined {
  return contacts.find(contact => contact.topics.includes(topic))
}

/** Titles go into one line, whatever an editor put there: no line break, no control or direction character. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}
