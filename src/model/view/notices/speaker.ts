import type { Strings } from '../../edition/edition.js'
import type { Language } from '../../language.js'
import type { SummaryTable } from '../../sign-off/summary.js'
import { dayOfYear, momentOn } from '../money-and-dates.js'
import type { NoticeExtras } from '../notice-view.js'
import { typeset } from '../typography.js'
import { fill, say } from '../wording.js'

/** One language of a notice: the same blocks for every kind, some of them empty. */
export type NoticeContent = {
  subject: string
  title: string
  paragraphs: string[]
  facts: { name: string; value: string }[]
  button: { text: string; href: string } | null
  tables: SummaryTable[]
  closing: string[]
}

export type Speaker = {
  language: Language
  strings: Strings
  /** A text of this kind of notice; what is filled in stays as it was written. */
  text: (key: string, values?: Record<string, string | number>) => string
  /** A row of facts: its name from `notices.facts`. */
  fact: (key: string, value: string) => { name: string; value: string }
  /** "jeudi 26 novembre à 9 h", from ISO 8601 with offset. */
  moment: (instant: string) => string
  extras: NoticeExtras | null
}

/** What a kind of notice says, made from its values; blocks that it leaves out stay empty. */
export type Maker<Values> = (
  values: Values,
  speaker: Speaker,
) => Pick<NoticeContent, 'subject' | 'title'> & Partial<NoticeContent>

/** A maker for each kind of a topic, from what each kind tells. */
export type Makers<Kinds> = { [K in keyof Kinds]: Maker<Kinds[K]> }

/** The words of one kind of notice in one language. */
export function speakerOf(
  kind: string,
  strings: Strings,
  language: Language,
  extras: NoticeExtras | null,
): Speaker {
  const set = (key: string) => typeset(say(strings, key), language)
  return {
    language,
    strings,
    text: (key, values = {}) => fill(set(`notices.${kind}.${key}`), values),
    fact: (key, value) => ({ name: set(`notices.facts.${key}`), value }),
    moment: instant => momentInText(instant, strings, language),
    extras,
  }
}

/** Within a sentence there is no comma between the day and the hour. */
export function momentInText(instant: string, strings: Strings, language: Language): string {
  const day = dayOfYear(instant, language)
  const words = momentOn(day, { start: instant, end: null }, strings, language)
  return words.replace(`${day}, `, `${day} `)
}
