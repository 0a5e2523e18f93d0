import type { Strings } from '../../model/editions/edition.js'
import { type Language, localeOf } from '../../model/language/language.js'

const PLURAL = new Map<Language, Intl.PluralRules>()

/** The string under a locale's dotted key, with {names} filled in. Locales are checked at loading, so a missing key is a bug and throws. */
export function say(strings: Strings, key: string, values: Record<string, string | number> = {}): string {
  const text = lookUp(strings, key)
  if (typeof text !== 'string') throw new Error(`No string "${key}" in the locale.`)
  return fill(text, values)
}

/** A text with {names} filled in; names without a value stay. */
export function fill(text: string, values: Record<string, string | number>): string {
  return text.replace(/\{([\w-]+)\}/g, (slot, name: string) =>
    Object.hasOwn(values, name) ? String(values[name]) : slot,
  )
}

/** The singular or plural under a key, by the language's rules: 0 is singular in French, plural in Dutch. */
export function sayCount(
  strings: Strings,
  key: string,
  n: number,
  language: Language,
  values: Record<string, string | number> = {},
): string {
  const rules = PLURAL.get(language) ?? new Intl.PluralRules(localeOf(language))
  PLURAL.set(language, rules)
  return say(strings, `${key}.${rules.select(n) === 'one' ? 'one' : 'other'}`, { n, ...values })
}

/** Whether a locale has a key: an edition may be frozen with an older one. */
export const hasWords = (strings: Strings, key: string) => lookUp(strings, key) !== undefined

/** The label of a topic, competence or other id; the id itself without a label. */
export function label(strings: Strings, group: string, id: string): string {
  const text = lookUp(strings, `${group}.${id}`)
  return typeof text === 'string' ? text : id
}

function lookUp(strings: Strings, key: string): string | Strings | undefined {
  const known = memoized.get(strings) ?? new Map<string, string | Strings | undefined>()
  memoized.set(strings, known)
  if (!known.has(key)) known.set(key, follow(strings, key))
  return known.get(key)
}

/** Memoized: each reading of an edition looks up the same keys. A loaded locale doesn't change. */
const memoized = new WeakMap<Strings, Map<string, string | Strings | undefined>>()

function follow(strings: Strings, key: string): string | Strings | undefined {
  let at: string | Strings | undefined = strings
  for (const part of key.split('.')) {
    if (typeof at !== 'object' || !Object.hasOwn(at, part)) return undefined
    at = at[part]
  }
  return at
}

/** Applies one change to each string of a locale; keys stay. */
export function mapStrings(strings: Strings, change: (text: string) => string): Strings {
  return Object.fromEntries(
    Object.entries(strings).map(([key, value]) => [
      key,
      typeof value === 'string' ? change(value) : mapStrings(value, change),
    ]),
  )
}
