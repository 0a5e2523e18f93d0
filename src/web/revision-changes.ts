import { updateDifferences } from '../model/editions/update-differences.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { KeptRevision } from '../postgres/updates/update-history.js'
import { say } from '../present/mail/wording.js'
import { withoutMarks } from '../present/staff-mail/change-detail.js'
import { differenceInWords } from '../present/staff-mail/differences-in-words.js'

/** What changed from one revision to the next, from → to. */
export function changesBetween(
  before: KeptRevision,
  after: KeptRevision,
  words: Parameters<typeof differenceInWords>[1],
  language: Language,
) {
  const item = ({ update, number }: KeptRevision) => ({
    update,
    revision: number,
    section: 'changed' as const,
    changes: [],
  })
  const nothing = say(inLanguage(words.strings, language), 'notices.changed-after-freeze.nothing')
  return updateDifferences([item(before)], [item(after)])
    .flatMap(difference => differenceInWords(difference, words, new Map()))
    .map(({ what, before: from, after: to }) => ({
      field: inLanguage(what, language).split(' – ').at(-1) ?? '',
      from: from ? withoutMarks(inLanguage(from, language)) : nothing,
      to: to ? withoutMarks(inLanguage(to, language)) : nothing,
    }))
}
