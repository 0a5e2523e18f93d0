import type { Strings } from '../../model/editions/edition.js'
import { type Language, localeOf } from '../../model/language/language.js'
import { inWords } from './days.js'
import { say } from './wording.js'

const EUROS = new Map<Language, ReturnType<typeof euroFormats>>()

function euroFormats(language: Language): Record<'whole' | 'cents', Intl.NumberFormat> {
  const format = (digits: number) =>
    new Intl.NumberFormat(localeOf(language), {
      style: 'currency',
      currency: 'EUR',
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    })
  return { whole: format(0), cents: format(2) }
}

/** "lun. 1er juin", "ma 1 juni": for a list's narrow column. */
export function shortDate(iso: string, language: Language): string {
  return inWords(iso, language, { weekday: 'short', day: 'numeric', month: 'long' })
}

/** "4 000 €", "€ 1.291,69": cents only where there are any. */
export function euros(amount: number, language: Language): string {
  const formats = EUROS.get(language) ?? euroFormats(language)
  EUROS.set(language, formats)
  const { whole, cents } = formats
  return (Number.isInteger(amount) ? whole : cents).format(amount).replaceAll('\u202f', '\u00a0')
}

/** "jusqu’à 4 000 €", "van € 7.500 tot € 54.000"; empty where neither bound is known. */
export function amountRange(
  min: number | null,
  max: number | null,
  strings: Strings,
  language: Language,
): string {
  const values = {
    min: min === null ? '' : euros(min, language),
    max: max === null ? '' : euros(max, language),
  }
  if (min !== null && max !== null)
    return say(strings, min === max ? 'amounts.exact' : 'amounts.range', values)
  if (max !== null) return say(strings, 'amounts.max', values)
  return min === null ? '' : say(strings, 'amounts.min', values)
}
