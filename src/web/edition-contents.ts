import type { Strings } from '../model/editions/edition.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { titleOf } from '../model/updates/update.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import { frozenContent } from '../postgres/editions/frozen.js'
import { countsLine } from '../present/mail/subject-counts.js'
import { signOffSummary } from '../present/staff-mail/sign-off-summary.js'
import { changesTable } from '../present/staff-mail/sign-off-tables.js'
import { type PageContext, speaker } from './page-frame.js'

/** What is in a frozen edition: in numbers, then what changed, then what is still in force. Null where nothing is frozen. */
export async function contentsView(
  { id, version }: EditionRow,
  { app, strings }: PageContext,
  language: Language,
) {
  const content = version > 0 ? await frozenContent(app.engine.db, id, version) : null
  if (!content) return null
  const own: Strings = inLanguage(strings, language)
  const { text, count } = speaker(strings, language, 'pages.contents')
  const standing = content.items.filter(({ section }) => section === 'standing')
  return {
    title: text('title'),
    counts: countsLine(content.items, content, language),
    table: changesTable(signOffSummary(content, { addressees: [], exclusions: [] }, null), own, language),
    standing:
      standing.length === 0
        ? null
        : {
            title: count('standing', standing.length),
            items: standing.map(({ update }) => inLanguage(titleOf(update), language)),
          },
  }
}
