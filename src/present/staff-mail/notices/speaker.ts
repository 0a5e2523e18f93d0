import type { Strings } from '../../../model/editions/edition.js'
import { toldByServer } from '../../../model/follow-ups/told.js'
import type { Language } from '../../../model/language/language.js'
import { momentInText } from '../../mail/spans.js'
import { toldView } from '../../mail/told-in-words.js'
import { typeset } from '../../mail/typography.js'
import { fill, say } from '../../mail/wording.js'
import type { NoticeExtras } from '../notice-extras.js'
import type { SummaryTable } from '../sign-off-tables.js'
import type { StateView } from './states.js'

/** One language of a notice: the same blocks for every kind, some of them empty. */
export type NoticeContent = {
  subject: string
  title: string
  paragraphs: string[]
  /** `lang`: of a quotation that is in neither of the two. */
  facts: { name: string; value: string; lang?: 'en' | null }[]
  button: { text: string; href: string } | null
  board: NoticeBoard | null
  bars: NoticeBars | null
  groups: NoticeGroup[]
  tables: SummaryTable[]
  closing: string[]
}

/** Communes by editions, in cells: the last one in words. */
export type NoticeBoard = {
  title: string
  corner: string
  /** `isOld`: left out where there is no room. */
  editions: { name: string; isOld: boolean }[]
  last: string
  count: string
  rows: { name: string; before: (StateView & { isOld: boolean })[]; now: StateView; open: number }[]
  legend: string
}

/** Numbers as bars made of cells; `percent` of the longest. */
export type NoticeBars = {
  title: string
  none: string
  rows: { name: string; count: number; percent: number }[]
}

/** A commune with what to do there. */
export type NoticeGroup = {
  title: string
  state: StateView | null
  lines: string[]
  tasks: {
    due: string
    marks: string
    isOverdue: boolean
    title: string
    role: string
    /** `lang`: of a quotation that is in neither of the two. */
    facts: { name: string; value: string; href: string | null; lang: 'en' | null }[]
  }[]
  more: string | null
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

/** What a server answered, or what we noted instead, as rows of facts: ours in words, the quotation as it is. */
export function answerFacts(answer: string, { strings, language, fact }: Speaker): NoticeContent['facts'] {
  const { facts, quote } = toldView(toldByServer(answer), strings, language)
  const said = quote ? [{ ...fact('answer', quote.text), name: quote.title, lang: quote.lang }] : []
  return [...facts.map(words => fact('reason', words)), ...said]
}
