import type { BrandingContact } from '../../model/agency/branding.js'
import type { EditionContent, Reader, Strings } from '../../model/editions/edition.js'
import { lastDay } from '../../model/editions/ending.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { actHref } from '../../model/updates/act.js'
import { hrefIn, type Update } from '../../model/updates/update.js'
import type { ChangeView } from './changes.js'
import { longDate, plainDate } from './days.js'
import { amountRange } from './money-and-dates.js'
import type { RankedItem } from './order.js'
import type { Personal } from './personal.js'
import { dayRange, moment } from './spans.js'
import { stillSays } from './still-says.js'
import { typeset } from './typography.js'
import { label, say } from './wording.js'

export type LinkView = { text: string; href: string }

/** A row of facts; `href` where its value leads to a page, else null. */
export type FactView = { name: string; value: string; strong: boolean; href: string | null }
type Row = Omit<FactView, 'href'> & { href?: string }

/** An update in a mail, in one language. `summary`, `body` and `note` are the editor's Markdown. */
export type ItemView = {
  /** For links within the mail: unique over both halves. */
  anchor: string
  title: string
  /** The title's language where it is the other one, as this language's text follows later; else null. */
  titleLanguage: Language | null
  state: string
  kind: string
  topic: string
  urgent: boolean
  /** Why it concerns this reader, or null. */
  mark: string | null
  /** The most important day, for lists: "au plus tard le lundi 1er juin"; with the year only if it differs. */
  when: string
  facts: FactView[]
  summary: string
  body: string
  changes: ChangeView[]
  note: string | null
  links: LinkView[]
  answers: LinkView | null
  /** The pass-on text by lines; empty where there is none. */
  passOn: string[]
}

/** The context of an item: the edition, the reader and one language's words. */
export type ItemContext = {
  content: EditionContent
  reader: Reader
  language: Language
  strings: Strings
  communeNames: ReadonlyMap<string, string>
  personal: Personal
}

/** Applying is no longer possible: said so, and not in bold. */
export const isPast = (deadline: string, content: EditionContent) => deadline < content.date

export function facts(item: RankedItem, context: ItemContext): ItemView['facts'] {
  const { content, strings, language, communeNames } = context
  const { update, ended } = item
  const name = (key: string) => say(strings, `edition.${key}`)
  const { deadline, amount } = update
  const about: Row[] = [
    { name: say(strings, 'fields.concerns'), value: communesOf(update, communeNames), strong: false },
    { name: name('authority'), value: authorityText(update, strings, language), strong: false },
    ...(stillSays(item, 'act') ? act(update, context) : []),
  ]
  const rows: Row[] = ended
    ? [...(ended === 'cancelled' ? [] : lastDayOf(update, context)), ...meeting(update, context), ...about]
    : [
        {
          name: name('deadline'),
          value: deadlineText(deadline, content, strings, language),
          strong: !deadline || !isPast(deadline, content),
        },
        ...meeting(update, context),
        { name: name('amount'), value: amount ? amountText(amount, strings, language) : '', strong: true },
        { name: name('period'), value: period(update, strings, language), strong: false },
        ...about,
      ]
  return rows.filter(row => row.value !== '').map(row => ({ ...row, href: row.href ?? null }))
}

/** Its title leads to where it is published. */
function act({ act }: Update, { strings, language }: ItemContext): Row[] {
  if (!act) return []
  const value = typeset(inLanguage(act.title, language), language)
  return [{ name: say(strings, 'fields.act'), value, strong: false, href: actHref(act, language) }]
}

/** An ended update's last day, unless that is its event's. */
function lastDayOf(update: Update, { strings, language }: ItemContext): Row[] {
  const { until } = update
  if (until === null || until !== lastDay(update)) return []
  return [{ name: say(strings, 'fields.until'), value: longDate(until, language), strong: true }]
}

/** Time and place. */
function meeting({ event }: Update, { strings, language }: ItemContext): Row[] {
  if (!event) return []
  const when = moment(event.start, event.end, strings, language)
  const where = typeset(event.place?.[language] ?? '', language)
  return [
    { name: say(strings, 'edition.when'), value: when, strong: true },
    { name: say(strings, 'edition.where'), value: where, strong: false },
  ]
}

/** The update's communes, unless it is for all. */
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
  return `${typeset(inLanguage(authority, language), language)} (${inSentence(levelName, language)})`
}

/** German nouns keep their capital. */
const inSentence = (noun: string, language: Language) =>
  language === 'de' ? noun : noun.toLocaleLowerCase(language)

function amountText(amount: NonNullable<Update['amount']>, strings: Strings, language: Language): string {
  const range = amountRange(amount.min, amount.max, strings, language)
  if (range === '' || !amount.per) return range
  return say(strings, 'amounts.per', {
    amount: range,
    per: typeset(inLanguage(amount.per, language), language),
  })
}

function period({ from, until, event }: Update, strings: Strings, language: Language): string {
  if (event) return ''
  if (from && until) return periodOf(from, until, strings, language)
  if (from) return say(strings, 'dates.from', { date: plainDate(from, language) })
  return until ? say(strings, 'dates.until', { date: plainDate(until, language) }) : ''
}

/** Each of two months has its year: they stand far apart. */
function periodOf(from: string, until: string, strings: Strings, language: Language): string {
  if (from.slice(0, 7) === until.slice(0, 7)) return dayRange(from, until, strings, language)
  const [start, end] = [plainDate(from, language), plainDate(until, language)]
  return say(strings, 'dates.range', { from: start, to: end })
}

export function answers(
  { topic, links }: Update,
  { content, language, strings, personal: { spoc } }: ItemContext,
): LinkView | null {
  const contact = contactFor(topic, content.house.contacts)
  if (contact && links.some(link => hrefIn(link, language) === inLanguage(contact.url, language))) return null
  if (contact) return { text: inLanguage(contact.name, language), href: inLanguage(contact.url, language) }
  return spoc
    ? { text: inSentence(say(strings, 'edition.spoc'), language), href: `mailto:${spoc.email}` }
    : null
}

function contactFor(topic: string, contacts: BrandingContact[]): BrandingContact | undefined {
  return contacts.find(contact => contact.topics.includes(topic))
}
