import type { Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language, type Localized } from '../../model/language/language.js'
import { say } from './wording.js'

export type Jump = { href: string; text: string; language: Language }

/** From each part of a mail to the next language, from the last one back to the first; null in a mail of one language. */
export function jumpFrom(
  own: Language,
  languages: readonly Language[],
  strings: Localized<Strings>,
  before = '#',
): Jump | null {
  const at = languages.indexOf(own)
  const language = languages[(at + 1) % languages.length] ?? own
  if (language === own) return null
  const text =
    languages.length === 2
      ? say(inLanguage(strings, own), at === 0 ? 'language.jump' : 'language.back')
      : say(inLanguage(strings, language), 'language.name')
  return { href: `${before}${language}`, text, language }
}
