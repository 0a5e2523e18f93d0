import { coverage } from '../model/editions/audience.js'
import type { Strings } from '../model/editions/edition.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { DifferenceInWords } from '../present/staff-mail/differences-in-words.js'
import type { SignOffSummary } from '../present/staff-mail/sign-off-summary.js'
import { audienceTables, type SummaryTable } from '../present/staff-mail/sign-off-tables.js'
import { speakerIn } from './sign-off-view.js'

/** Who gets it, as the difference from last week. */
export function audienceView(summary: SignOffSummary, strings: Strings, language: Language) {
  const { addressees, content, previous, added, removed } = summary
  const text = speakerIn(strings, language)
  const { exclusions, differences } = audienceTables(summary, strings, language)
  const people = String(addressees.length)
  const communes = String(
    coverage(
      content.communes.map(({ nis }) => nis),
      addressees,
    ).covered.length,
  )
  const values = { people, communes }
  const isSame = previous !== null && added.length + removed.length === 0
  return {
    values,
    who: text('pages.sign.audience-who', values),
    difference:
      previous === null
        ? text('notices.summary.first')
        : isSame
          ? text('notices.summary.same', { previous })
          : text('pages.sign.audience-differs', {
              previous,
              added: String(added.length),
              removed: String(removed.length),
            }),
    differences,
    exclusions,
  }
}

/** Differences from what was frozen: shown first, since they decide whether to sign. */
export function changedSince(
  differences: DifferenceInWords[],
  text: (key: string) => string,
  language: Language,
): SummaryTable[] {
  if (differences.length === 0) return []
  const word = (key: string) => text(`notices.changed-after-freeze.${key}`)
  return [
    {
      title: word('since'),
      head: ['subject-column', 'before', 'after'].map(word),
      rows: differences.map(({ what, before, after }) => [
        inLanguage(what, language),
        before?.[language] ?? word('nothing'),
        after?.[language] ?? word('nothing'),
      ]),
      none: null,
    },
  ]
}
