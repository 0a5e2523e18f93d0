import type { Difference, MandateDifference } from '../../model/editions/differences.js'
import type { Strings } from '../../model/editions/edition.js'
import type { FieldDifference, UpdateDifference } from '../../model/editions/update-differences.js'
import type { Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import type { Bilingual } from '../../model/problem/line.js'
import type { Commune } from '../../model/roster/commune.js'
import type { FieldValue } from '../../model/updates/field-changes.js'
import { fieldValue } from '../mail/changes.js'
import { typeset } from '../mail/typography.js'
import { label, say } from '../mail/wording.js'

/** A difference for people, in both languages; null where there is nothing. */
export type DifferenceInWords = { what: Bilingual; before: Bilingual | null; after: Bilingual | null }

type Words = { strings: Record<Language, Strings>; communes: Commune[] }

type Both = (text: (language: Language, strings: Strings) => string | null) => Bilingual | null

/**
 * Says a difference in both languages, an update that changed field by field. `corrected` holds the addresses that are
 * used already, by recipient.
 */
export function differenceInWords(
  difference: Difference,
  words: Words,
  corrected: ReadonlyMap<string, string>,
): DifferenceInWords[] {
  const both: Both = text => {
    const [fr, nl] = [text('fr', words.strings.fr), text('nl', words.strings.nl)]
    return fr === null || nl === null ? null : { fr: typeset(fr, 'fr'), nl: typeset(nl, 'nl') }
  }
  if (difference.about === 'mandate') {
    const isUsed = difference.kind === 'address' && corrected.has(difference.recipient)
    return [
      {
        what: both((language, strings) => mandate(difference, words, language, strings)) as Bilingual,
        before: both(() => difference.before),
        after: both((_, strings) =>
          isUsed ? say(strings, 'differences.used', { after: difference.after ?? '' }) : difference.after,
        ),
      },
    ]
  }
  return updateInWords(difference, words, both)
}

function updateInWords(difference: UpdateDifference, words: Words, both: Both): DifferenceInWords[] {
  const { kind, title, from, to, fields } = difference
  const update = (language: Language, strings: Strings) =>
    say(strings, `differences.update-${kind}`, { title: oneLine(title[language]) })
  const revision = (n: number | null) =>
    both((_, strings) => (n === null ? null : say(strings, 'differences.revision', { n })))
  if (fields.length === 0)
    return [{ what: both(update) as Bilingual, before: revision(from), after: revision(to) }]
  return fields.map(change => {
    const value = (one: FieldValue) =>
      both((language, strings) => fieldInWords(change, one, words, language, strings))
    const [before, after] = [value(change.from), value(change.to)]
    // What differs is in none of these words: the place of an event, what an amount is paid for.
    const isSame = before?.fr === after?.fr && before?.nl === after?.nl
    return {
      what: both(
        (language, strings) => `${update(language, strings)} – ${fieldName(change, strings)}`,
      ) as Bilingual,
      before: isSame ? revision(from) : before,
      after: isSame ? revision(to) : after,
    }
  })
}

function fieldName({ field }: FieldDifference, strings: Strings): string {
  const own = label(strings, 'differences.fields', field)
  return own === field ? label(strings, 'fields', field) : own
}

/** Longer ones are cut: the page of the edition has them in full. */
const LONGEST = 120

/** What a field holds or held, as a reader of the edition would see it. */
function fieldInWords(
  { field }: FieldDifference,
  value: FieldValue,
  { communes }: Words,
  language: Language,
  strings: Strings,
): string | null {
  if (field === 'other') return null
  if (field === 'translation') return value && say(strings, 'changes.translation')
  if (field === 'status' || field === 'urgency') return label(strings, `differences.${field}`, String(value))
  const names = new Map(communes.map(({ nis, name }) => [nis, name[language]]))
  const text = oneLine(fieldValue({ field }, value, strings, language, names))
  if (text === '') return null
  return text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…` : text
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
