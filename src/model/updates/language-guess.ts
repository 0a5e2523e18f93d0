import { SENTENCE_WORDS, type Spoken, TITLE_WORDS } from './language-words.js'

const SPOKEN: readonly Spoken[] = ['fr', 'nl', 'en', 'de']
/** A rare foreign word proves nothing; one in four of the words that tell languages apart does. */
const SHARE = 4
const ACCENTS = /[éèêëàâùûîïôçœ]/
const DOUBLE_VOWELS = /[a-z](?:ij|aa|oo|uu|ee)[a-z]|^(?:ij|aa|oo|uu)[a-z]/

/** The certain language of a text, by words that only this language has. `least`: how many different ones are needed. Null when it is uncertain. */
export function languageOf(words: readonly string[], least: number): Spoken | null {
  const counts = SPOKEN.map(language => {
    const found = words.filter(word => isOf(SENTENCE_WORDS[language], word))
    return { language, count: found.length, kinds: new Set(found).size }
  }).sort((a, b) => b.count - a.count)
  const [first, second] = counts
  if (!first || first.kinds < least || (second?.count ?? 0) * SHARE > first.count) return null
  return first.language
}

/** Signs of each language in a title or name: words, accents, double vowels. */
export function signsOf(words: readonly string[]): Record<'fr' | 'nl', number> {
  const count = (is: (word: string) => boolean) => words.filter(is).length
  const isFrench = (word: string) =>
    isOf(SENTENCE_WORDS.fr, word) || TITLE_WORDS.fr.has(word) || ACCENTS.test(word)
  const isDutch = (word: string) =>
    isOf(SENTENCE_WORDS.nl, word) || TITLE_WORDS.nl.has(word) || DOUBLE_VOWELS.test(word)
  return {
    fr: count(word => isFrench(word) && !TITLE_WORDS.nl.has(word)),
    nl: count(word => isDutch(word) && !TITLE_WORDS.fr.has(word) && !ACCENTS.test(word)),
  }
}

/** An elision has its apostrophe; elsewhere an apostrophe closes a quotation. */
function isOf(known: ReadonlySet<string>, word: string): boolean {
  return known.has(word) || (word.endsWith("'") && known.has(word.slice(0, -1)))
}
