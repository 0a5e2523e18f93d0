import { toldByServer } from '../../../model/follow-ups/told.js'
import { toldView } from '../../mail/told-in-words.js'
import type { SummaryTable } from '../sign-off-tables.js'
import type { NoticeBars, NoticeBoard, Speaker } from './speaker.js'
import type { StateView } from './states.js'

/** One language of a staff mail: all kinds have the same blocks, which may be empty. */
export type NoticeContent = {
  subject: string
  title: string
  paragraphs: string[]
  /** `lang`: for a quotation in neither of the two languages. */
  facts: { name: string; value: string; lang?: 'en' | null }[]
  button: { text: string; href: string } | null
  board: NoticeBoard | null
  bars: NoticeBars | null
  groups: NoticeGroup[]
  tables: SummaryTable[]
  closing: string[]
}

/** A commune with its tasks. */
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
    /** `lang`: for a quotation in neither of the two languages. */
    facts: { name: string; value: string; href: string | null; lang: 'en' | null }[]
  }[]
  more: string | null
}

/** Makes a kind's content from its values; omitted blocks stay empty. */
export type Maker<Values> = (
  values: Values,
  speaker: Speaker,
) => Pick<NoticeContent, 'subject' | 'title'> & Partial<NoticeContent>

/** A maker for each kind of a topic. */
export type Makers<Kinds> = { [K in keyof Kinds]: Maker<Kinds[K]> }

/** A server's answer, or our note in its place, as rows of facts: notes translated, quotations unchanged. */
export function answerFacts(answer: string, { strings, language, fact }: Speaker): NoticeContent['facts'] {
  const { facts, quote } = toldView(toldByServer(answer), strings, language)
  const said = quote ? [{ ...fact('answer', quote.text), name: quote.title, lang: quote.lang }] : []
  return [...facts.map(words => fact('reason', words)), ...said]
}
