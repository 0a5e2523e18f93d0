import type { Strings } from '../../model/editions/edition.js'
import type { Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import type { Notice, NoticeValues } from './notice.js'
import type { NoticeExtras } from './notice-extras.js'
import type { NoticeKind } from './notice-kinds.js'
import type { Maker, Makers, NoticeContent } from './notices/answer-facts.js'
import { exceptionNotices } from './notices/exceptions.js'
import { followUpNotices } from './notices/follow-up.js'
import { refusalNotices } from './notices/refusals.js'
import { remarkNotices } from './notices/remarks.js'
import { signOffNotices } from './notices/sign-off.js'
import { speakerOf } from './notices/speaker.js'
import { coverageNotices } from './notices/summary.js'
import { updateNotices } from './notices/updates.js'

const MAKERS: Makers<NoticeValues> = {
  ...signOffNotices,
  ...updateNotices,
  ...coverageNotices,
  ...exceptionNotices,
  ...refusalNotices,
  ...followUpNotices,
  ...remarkNotices,
}

/** A staff mail's content in one language. */
export function noticeContent(
  { kind, values }: Pick<Notice, 'kind' | 'values'>,
  strings: Strings,
  language: Language,
  extras: NoticeExtras | null,
): NoticeContent {
  const make = MAKERS[kind] as Maker<NoticeValues[NoticeKind]>
  const made = make(values, speakerOf(kind, strings, language, extras))
  const empty = {
    paragraphs: [],
    facts: [],
    button: null,
    board: null,
    bars: null,
    groups: [],
    tables: [],
    closing: [],
  }
  const facts = (made.facts ?? []).map(fact => ({ ...fact, lang: fact.lang ?? null }))
  return { ...empty, ...made, facts, subject: oneLine(made.subject), title: oneLine(made.title) }
}
