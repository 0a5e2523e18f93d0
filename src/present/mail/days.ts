import { type Language, localeOf } from '../../model/language/language.js'

export type DateParts = Intl.DateTimeFormatOptions

/** "lundi 1er juin 2020", "maandag 1 juni 2020", from an ISO date (or the day of a local moment). */
export function longDate(iso: string, language: Language): string {
  return inWords(iso, language, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}

/** "lundi 1er juin", "maandag 1 juni". */
export function dayOfYear(iso: string, language: Language): string {
  return inWords(iso, language, { weekday: 'long', day: 'numeric', month: 'long' })
}

/** "1er juin 2020", "1 juni 2020". */
export function plainDate(iso: string, language: Language): string {
  return inWords(iso, language, { day: 'numeric', month: 'long', year: 'numeric' })
}

/** "dimanche", "zondag". */
export function weekday(iso: string, language: Language): string {
  return inWords(iso, language, { weekday: 'long' })
}

export function inWords(iso: string, language: Language, parts: DateParts): string {
  const key = `${iso} ${language} ${JSON.stringify(parts)}`
  const known = memoized.get(key)
  if (known !== undefined) return known
  if (memoized.size >= MEMOIZED) memoized.clear()
  const words = wordsOf(iso, language, parts)
  memoized.set(key, words)
  return words
}

/** Memoized: each reading of an edition has the same dates. */
const memoized = new Map<string, string>()
const MEMOIZED = 2000

function wordsOf(iso: string, language: Language, parts: DateParts): string {
  const words = formatter(language, parts)
    .formatToParts(utc(iso))
    .map(part => (part.type === 'day' && part.value === '1' && language === 'fr' ? '1er' : part.value))
    .join('')
  // A date may break before the month, but not between the day and its month.
  return words.replace(/(?<!\d)(\d+(?:er)?) (?=\p{L})/u, '$1\u00a0')
}

/** Memoized: creating a formatter takes longer than formatting a whole mail. */
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatter(language: Language, parts: DateParts): Intl.DateTimeFormat {
  const key = language + JSON.stringify(parts)
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(localeOf(language), { ...parts, timeZone: 'UTC' })
  formatters.set(key, made)
  return made
}

export function utc(iso: string): Date {
  return new Date(`${iso.slice(0, 10)}T00:00:00Z`)
}
