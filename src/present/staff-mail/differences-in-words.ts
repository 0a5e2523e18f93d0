import type { Difference, MandateDifference } from '../../model/editions/differences.js'
import type { Strings } from '../../model/editions/edition.js'
import type { FieldDifference, UpdateDifference } from '../../model/editions/update-differences.js'
import { inLanguage, type Language, type Localized } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import type { Commune } from '../../model/roster/commune.js'
import type { FieldValue } from '../../model/updates/field-changes.js'
import { fieldValue } from '../mail/changes.js'
import { typeset } from '../mail/typography.js'
import { label, say } from '../mail/wording.js'

/** A difference for people, in each language; null where there is nothing. */
export type DifferenceInWords = { what: Localized; before: Localized | null; after: Localized | null }

type Words = { strings: Record<Language, Strings>; communes: Commune[] }

type Each = (text: (language: Language, strings: Strings) => string | null) => Localized | null

/**
 * Says a difference in each language, an update that changed field by field. `corrected` holds the addresses that are
 * used already, by recipient.
 */
export function differenceInWords(
  difference: Difference,
  words: Words,
  corrected: ReadonlyMap<string, string>,
): DifferenceInWords[] {
  const each: Each = text => {
    const said = Object.entries(words.strings).flatMap(([language, strings]) => {
      const one = text(language, strings)
      return one === null ? [] : [[language, typeset(one, language)]]
    })
    return said.length < Object.keys(words.strings).length ? null : Object.fromEntries(said)
  }
  if (difference.about === 'mandate') {
    const isUsed = difference.kind === 'address' && corrected.has(difference.recipient)
    return [
      {
        what: each((language, strings) => mandate(difference, words, language, strings)) as Localized,
        before: each(() => difference.before),
        after: each((_, strings) =>
          isUsed ? say(strings, 'differences.used', { after: difference.after ?? '' }) : difference.after,
        ),
      },
    ]
  }
  return updateInWords(difference, words, each)
}

function updateInWords(difference: UpdateDifference, words: Words, each: Each): DifferenceInWords[] {
  const { kind, title, from, to, fields } = difference
  const update = (language: Language, strings: Strings) =>
    say(strings, `differences.update-${kind}`, { title: oneLine(inLanguage(title, language)) })
  const revision = (n: number | null) =>
    each((_, strings) => (n === null ? null : say(strings, 'differences.revision', { n })))
  if (fields.length === 0)
    return [{ what: each(update) as Localized, before: revision(from), after: revision(to) }]
  return fields.map(change => {
    const value = (one: FieldValue) =>
      each((language, strings) => fieldInWords(change, one, words, language, strings))
    const [before, after] = [value(change.from), value(change.to)]
    // The words don't show some differences: an event's place, an amount's purpose.
    const isSame = Object.keys(words.strings).every(language => before?.[language] === after?.[language])
    return {
      what: each(
        (language, strings) => `${update(language, strings)} – ${fieldName(change, strings)}`,
      ) as Localized,
      before: isSame ? revision(from) : before,
      after: isSame ? revision(to) : after,
    }
  })
}

function fieldName({ field }: FieldDifference, strings: Strings): string {
  const own = label(strings, 'differences.fields', field)
  return own === field ? label(strings, 'fields', field) : own
}

/** Longer ones are cut: the edition's page shows them in full. */
const LONGEST = 120

/** A field's value as a reader of the edition would see it. */
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
  const names = new Map(communes.map(({ nis, name }) => [nis, inLanguage(name, language)]))
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
