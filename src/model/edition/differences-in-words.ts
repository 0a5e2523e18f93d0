import type { Bilingual, Language } from '../language.js'
import type { Commune } from '../roster/commune.js'
import { oneLine } from '../view/item.js'
import { typeset } from '../view/typography.js'
import { label, say } from '../view/wording.js'
import type { Difference, MandateDifference } from './differences.js'
import type { Strings } from './edition.js'

/** A difference for people, in both languages; null where there is nothing. */
export type DifferenceInWords = { what: Bilingual; before: Bilingual | null; after: Bilingual | null }

type Words = { strings: Record<Language, Strings>; communes: Commune[] }

/** Says a difference in both languages. `corrected` holds the addresses that are used already, by recipient. */
export function differenceInWords(
  difference: Difference,
  words: Words,
  corrected: ReadonlyMap<string, string>,
): DifferenceInWords {
  const both = (text: (language: Language, strings: Strings) => string | null) => {
    const [fr, nl] = [text('fr', words.strings.fr), text('nl', words.strings.nl)]
    return fr === null || nl === null ? null : { fr: typeset(fr, 'fr'), nl: typeset(nl, 'nl') }
  }
  if (difference.about === 'mandate') {
    const isUsed = difference.kind === 'address' && corrected.has(difference.recipient)
    return {
      what: both((language, strings) => mandate(difference, words, language, strings)) as Bilingual,
      before: both(() => difference.before),
      after: both((_, strings) =>
        isUsed ? say(strings, 'differences.used', { after: difference.after ?? '' }) : difference.after,
      ),
    }
  }
  const revision = (n: number | null) =>
    both((_, strings) => (n === null ? null : say(strings, 'differences.revision', { n })))
  const { kind, title, from, to } = difference
  return {
    what: both((language, strings) =>
      say(strings, `differences.update-${kind}`, { title: oneLine(title[language]) }),
    ) as Bilingual,
    before: revision(from),
    after: revision(to),
  }
}

function mandate(
  { kind, commune, role }: MandateDifference,
  { communes }: Words,
  language: Language,
  strings: Strings,
): string {
  const name = communes.find(({ nis }) => nis === commune)?.name[language] ?? commune
  return say(strings, `differences.mandate-${kind}`, {
    role: label(strings, 'notices.roles', role),
    commune: name,
  })
}
