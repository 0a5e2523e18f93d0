import { toldByServer } from '../../../model/follow-ups/told.js'
import { toldView } from '../../mail/told-in-words.js'
import type { SummaryTable } from '../sign-off-tables.js'
import type { NoticeBars, NoticeBoard, Speaker } from './speaker.js'
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

/** What a kind of notice says, made from its values; blocks that it leaves out stay empty. */
export type Maker<Values> = (
  values: Values,
  speaker: Speaker,
) => Pick<NoticeContent, 'subject' | 'title'> & Partial<NoticeContent>

/** A maker for each kind of a topic, from what each kind tells. */
export type Makers<Kinds> = { [K in keyof Kinds]: Maker<Kinds[K]> }

/** What a server answered, or what we noted instead, as rows of facts: ours in words, the quotation as it is. */
export function answerFacts(answer: string, { strings, language, fact }: Speaker): NoticeContent['facts'] {
  const { facts, quote } = toldView(toldByServer(answer), strings, language)
  const said = quote ? [{ ...fact('answer', quote.text), name: quote.title, lang: quote.lang }] : []
  return [...facts.map(words => fact('reason', words)), ...said]
}
