import type { Branding } from '../../model/agency/branding.js'
import type { Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language, languagesInOrder } from '../../model/language/language.js'
import { type Jump, jumpFrom } from '../mail/jump.js'
import { type TableCell, tableCell } from '../mail/table-cell.js'
import { typeset } from '../mail/typography.js'
import { say } from '../mail/wording.js'
import type { Notice } from './notice.js'
import { noticeContent } from './notice-content.js'
import type { NoticeExtras } from './notice-extras.js'
import type { NoticeContent } from './notices/answer-facts.js'

/** What the templates of a notice show: text only, ready to be escaped; all languages, the reader's first. */
export type NoticeView = { language: Language; subject: string; title: string; halves: NoticeHalf[] }

export type NoticeHalf = Omit<NoticeContent, 'tables'> & {
  tables: { title: string; head: string[]; rows: TableCell[][]; none: string | null }[]
  language: Language
  first: boolean
  jump: Jump | null
  masthead: { region: string; title: string }
  greeting: string
  automatic: string
}

/** The staff mail as its reader sees it. Pure. */
export function noticeView(
  notice: Notice,
  { house, strings }: { house: Branding; strings: Record<Language, Strings> },
  extras: NoticeExtras | null = null,
): NoticeView {
  const languages = languagesInOrder(notice.to.languages.join('+'), Object.keys(strings))
  const halves = languages.map((own): NoticeHalf => {
    const words = inLanguage(strings, own)
    const content = noticeContent(notice, words, own, extras)
    return {
      ...content,
      tables: content.tables.map(table => ({ ...table, rows: table.rows.map(row => row.map(tableCell)) })),
      language: own,
      first: own === languages[0],
      jump: jumpFrom(own, languages, strings, '#notice-'),
      masthead: { region: inLanguage(house.region, own), title: inLanguage(house.title, own) },
      greeting: typeset(say(words, 'notices.greeting'), own),
      automatic: typeset(say(words, 'notices.automatic'), own),
    }
  })
  const [{ language, subject, title }] = halves as [NoticeHalf]
  return { language, subject, title, halves }
}
