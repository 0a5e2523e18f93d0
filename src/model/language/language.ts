/** The code of a language that an agency writes in (ISO 639-1): `fr`. Which ones there are is the agency's. */
export type Language = string

/** How Belgium writes days, amounts and plurals in a language (BCP 47): `fr-BE`. */
export const localeOf = (language: Language) => `${language}-BE`

/** As keys of words end in a language: `mailFr`. */
export const capital = (language: Language) => language.slice(0, 1).toUpperCase() + language.slice(1)

/** What is said in each language of an agency. */
export type Localized<T = string> = Record<Language, T>

/** What is said in a language; in the first one that there is, where it isn't said in this one. */
export function inLanguage<T>(said: Readonly<Localized<T>>, language: Language): T {
  const own = Object.hasOwn(said, language) ? said[language] : Object.values(said)[0]
  if (own === undefined) throw new Error(`Nothing is said in ${language}.`)
  return own
}

/** The same made for each language. */
export function forEach<T>(languages: readonly Language[], make: (language: Language) => T): Localized<T> {
  return Object.fromEntries(languages.map(language => [language, make(language)]))
}

/** What is said in each language, changed in the same way. */
export function inEachLanguage<T, U>(said: Readonly<Localized<T>>, change: (one: T) => U): Localized<U> {
  return Object.fromEntries(Object.entries(said).map(([language, one]) => [language, change(one)]))
}

/** The languages that field names and messages to editors know. */
export const EDITOR_LANGUAGES = ['fr', 'nl'] as const
export type EditorLanguage = (typeof EDITOR_LANGUAGES)[number]

/** The languages that a recipient reads, joined by `+`; the first comes first in the mail: `fr`, `nl+fr`. */
export type Reading = string

/** All readings of an agency's languages: each alone, then every order of several. */
export function readingsIn(languages: readonly Language[]): Reading[] {
  const longer = (reading: Language[]): Language[][] => [
    reading,
    ...languages.filter(one => !reading.includes(one)).flatMap(one => longer([...reading, one])),
  ]
  const readings = languages.flatMap(language => longer([language]))
  return readings.sort((a, b) => a.length - b.length).map(reading => reading.join('+'))
}

export const firstLanguage = (reading: Reading): Language => reading.split('+')[0] as Language

/** The languages of a mail for this reading, in order: always all of the agency's, the reader's first. */
export function languagesInOrder(reading: Reading, languages: readonly Language[]): Language[] {
  const read = reading.split('+').filter(one => languages.includes(one))
  return [...read, ...languages.filter(one => !read.includes(one))]
}
