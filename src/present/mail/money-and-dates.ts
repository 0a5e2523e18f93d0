import type { Strings } from '../../model/editions/edition.js'
import { type Language, localeOf } from '../../model/language/language.js'
import { inWords, utc } from './days.js'
import { ISO_MOMENT } from './spans.js'
import { say } from './wording.js'

const ISO_DATE = /^\d{4}-\d{2}-\d{2}$/
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

/** "lun. 1er juin", "ma 1 juni": for the narrow column of a list. */
export function shortDate(iso: string, language: Language): string {
  return inWords(iso, language, { weekday: 'short', day: 'numeric', month: 'long' })
}

/** The ISO date so many days later. */
export function daysAfter(iso: string, days: number): string {
  return new Date(utc(iso).getTime() + days * 86_400_000).toISOString().slice(0, 10)
}

/** "4 000 €", "€ 1.291,69": cents only where there are any. */
export function euros(amount: number, language: Language): string {
  const formats = EUROS.get(language) ?? euroFormats(language)
  EUROS.set(language, formats)
  const { whole, cents } = formats
  return (Number.isInteger(amount) ? whole : cents).format(amount).replaceAll('\u202f', '\u00a0')
}

/** "jusqu’à 4 000 €", "van € 7.500 tot € 54.000"; nothing where neither bound is known. */
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

/** Whether a value as written in an update is a date or a local moment. */
export function isDate(value: string): boolean {
  return ISO_DATE.test(value) || ISO_MOMENT.test(value)
}
