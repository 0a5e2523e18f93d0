import type { House } from '../../model/agency/branding.js'
import type { Strings } from '../../model/editions/edition.js'
import type { Language } from '../../model/language/language.js'
import { type TableCell, tableCell } from '../mail/table-cell.js'
import { typeset } from '../mail/typography.js'
import { say } from '../mail/wording.js'
import { bothLanguages, type Notice } from './notice.js'
import { noticeContent } from './notice-content.js'
import type { NoticeExtras } from './notice-extras.js'
import type { NoticeContent } from './notices/speaker.js'

/** What the templates of a notice show: text only, ready to be escaped; both languages, the reader's first. */
export type NoticeView = { language: Language; subject: string; title: string; halves: NoticeHalf[] }

export type NoticeHalf = Omit<NoticeContent, 'tables'> & {
  tables: { title: string; head: string[]; rows: TableCell[][]; none: string | null }[]
  language: Language
  first: boolean
  jump: { href: string; text: string; language: Language }
  masthead: { region: string; title: string }
  greeting: string
  automatic: string
}

/** The notice as its reader sees it. Pure: the same notice gives the same mail. */
export function noticeView(
  notice: Notice,
  { house, strings }: { house: House; strings: Record<Language, Strings> },
  extras: NoticeExtras | null = null,
): NoticeView {
  const [language, second] = bothLanguages(notice.to.languages)
  const half = (own: Language, other: Language): NoticeHalf => {
    const words = strings[own]
    const content = noticeContent(notice, words, own, extras)
    return {
      ...content,
      tables: content.tables.map(table => ({ ...table, rows: table.rows.map(row => row.map(tableCell)) })),
      language: own,
      first: own === language,
      jump: {
        href: `#notice-${other}`,
        text: say(words, own === language ? 'language.jump' : 'language.back'),
        language: other,
      },
      masthead: { region: house.region[own], title: house.title[own] },
      greeting: typeset(say(words, 'notices.greeting'), own),
      automatic: typeset(say(words, 'notices.automatic'), own),
    }
  }
  const first = half(language, second)
  return { language, subject: first.subject, title: first.title, halves: [first, half(second, language)] }
}
