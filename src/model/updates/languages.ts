import { inEachLanguage, inLanguage, type Language, type Localized } from '../language/language.js'
import { type Located, namingAt, type Path } from '../problem/located.js'
import { type Place, type Problem, problemAt } from '../problem/problem.js'
import { languageOf, signsOf } from './language-guess.js'
import type { Spoken } from './language-words.js'
import type { Piece } from './section-sources.js'
import { sourcesOf } from './section-sources.js'
import { hasSentenceWord, spokenWords } from './spoken-words.js'
import { type LanguageText, titleOf, type Update } from './update.js'

/** Different words of one language that prove it: for a text, a paragraph, a title. decision 48 */
const LEAST = { text: 3, paragraph: 5, title: 2 }
/** A name may be equal in both languages; more words are mostly a sentence. */
const NAME_WORDS = 3
const SENTENCE_WORDS = 12
const LIMIT = 10

type Texts = Localized<LanguageText>
type Titles = Record<'fr' | 'nl', string>

/**
 * A warning for each text in the wrong language: swapped, equal in both, or wholly or partly in another one. Short texts, names and quotations prove
 * no language. `sources` are the two sections as in the file.
 */
export function languageWarnings(
  { text }: Pick<Update, 'text'>,
  file: string,
  sources: Localized<Piece> = sourcesOf({ text }),
): Problem[] {
  const at = (language: Language): Place => ({ line: inLanguage(sources, language).firstLine, column: 1 })
  const same = sameTexts(text)
  if (same) return [problemAt(file, at('nl'), 'same-in-both', { key: same })]
  const whole = languagesOf(text)
  if (areSwapped(whole)) return [problemAt(file, at(firstOf(sources)), 'languages-swapped', { key: 'text' })]
  const titles = titleWarnings(titleOf({ text }), whole, file, at)
  const texts = Object.entries(whole).flatMap(([language, found]) => {
    const paragraphs = paragraphsIn(inLanguage(sources, language)).map(one => ({
      ...one,
      spoken: languageOf(spokenWords(one.text), LEAST.paragraph),
    }))
    const isPart = found === language || paragraphs.some(({ spoken }) => spoken === language)
    if (found !== null && !isPart)
      return [problemAt(file, at(language), 'other-language', { language, found, part: 'text' })]
    return paragraphsElsewise(paragraphs, language, file)
  })
  return [...titles, ...texts].slice(0, LIMIT)
}

/** Bilingual keys whose texts are swapped, or the same sentence twice. */
export function bilingualWarnings(located: Located): Problem[] {
  return pairsIn(located.value, []).flatMap(({ path, pair }) => {
    // Names of authorities and places are often equal.
    const isSame = isSameSentence(pair) && hasSentenceWord(pair.fr)
    const code = isSwapped(pair) ? 'languages-swapped' : isSame ? 'same-in-both' : null
    return code ? [problemAt(located.file, located.placeOf(path), code, namingAt(located, path))] : []
  })
}

/** The part that is equal in both languages: the text or its summary. Null when it has only a few words. */
function sameTexts({ fr, nl }: Texts): 'text' | 'summary' | null {
  if (!fr || !nl) return null
  const words = spokenWords(fr.summary)
  const isSentence = languageOf(words, LEAST.title) !== null || words.length > SENTENCE_WORDS
  if (flat(fr.summary) !== flat(nl.summary) || !isSentence) return null
  return flat(fr.body) === flat(nl.body) ? 'text' : 'summary'
}

function languagesOf(text: Texts): Localized<Spoken | null> {
  return inEachLanguage(
    text,
    ({ title, summary, body }) =>
      languageOf(spokenWords(`${summary}\n${body}`), LEAST.text) ??
      languageOf(spokenWords(`${title}\n${summary}\n${body}`), LEAST.text),
  )
}

const areSwapped = ({ fr, nl }: Localized<Spoken | null>) => fr === 'nl' && nl === 'fr'

function titleWarnings(
  titles: Localized,
  whole: Localized<Spoken | null>,
  file: string,
  at: (language: Language) => Place,
): Problem[] {
  const { fr, nl } = titles
  const pair = fr && nl ? { fr, nl } : null
  if (pair && isSwapped(pair)) return [problemAt(file, at('fr'), 'languages-swapped', { key: 'title' })]
  if (pair && isSameSentence(pair)) return [problemAt(file, at('nl'), 'same-in-both', { key: 'title' })]
  return Object.entries(titles).flatMap(([language, title]) => {
    const found = languageOf(spokenWords(title), LEAST.title)
    if (found === null || found === language || whole[language] === found) return []
    return [problemAt(file, at(language), 'other-language', { language, found, part: 'title' })]
  })
}

/** Whether each has signs of the other language and none of its own. */
function isSwapped({ fr, nl }: Titles): boolean {
  const [french, dutch] = [signsOf(spokenWords(fr)), signsOf(spokenWords(nl))]
  return french.nl > 0 && french.fr === 0 && dutch.fr > 0 && dutch.nl === 0
}

/** Whether both are equal, longer than most names, and in one language only. */
function isSameSentence({ fr, nl }: Titles): boolean {
  const words = spokenWords(fr)
  if (flat(fr) !== flat(nl) || words.length < NAME_WORDS) return false
  const signs = signsOf(words)
  return Math.min(signs.fr, signs.nl) === 0 && Math.max(signs.fr, signs.nl) > 1
}

/** Paragraphs of a section in another language; a quotation (`>`) may be. */
function paragraphsElsewise(paragraphs: readonly Paragraph[], language: Language, file: string): Problem[] {
  return paragraphs.flatMap(({ text, line, spoken: found }) => {
    if (found === null || found === language || text.startsWith('>')) return []
    return [problemAt(file, { line, column: 1 }, 'other-language', { language, found, part: 'paragraph' })]
  })
}

type Paragraph = { text: string; line: number; spoken: Spoken | null }

function paragraphsIn({ text, firstLine }: Piece): Omit<Paragraph, 'spoken'>[] {
  const paragraphs: Omit<Paragraph, 'spoken'>[] = []
  let open: string[] = []
  const lines = [...text.split('\n').slice(1), '']
  lines.forEach((line, index) => {
    if (line.trim() !== '') {
      open.push(line)
      return
    }
    if (open.length > 0)
      paragraphs.push({ text: open.join('\n').trimStart(), line: firstLine + index + 1 - open.length })
    open = []
  })
  return paragraphs
}

/** Every `{fr: …, nl: …}` of texts in a value, except addresses of links. */
function pairsIn(value: unknown, path: Path): { path: Path; pair: Titles }[] {
  if (typeof value !== 'object' || value === null) return []
  const { fr, nl } = value as Record<string, unknown>
  const inner = Object.entries(value).flatMap(([key, part]) =>
    pairsIn(part, [...path, Array.isArray(value) ? Number(key) : key]),
  )
  const isPair = typeof fr === 'string' && typeof nl === 'string' && !/^[a-z]+:/i.test(fr)
  return isPair ? [{ path, pair: { fr, nl } }, ...inner] : inner
}

const firstOf = ({ fr, nl }: Localized<Piece>): Language =>
  (fr?.firstLine ?? 0) < (nl?.firstLine ?? 0) ? 'fr' : 'nl'
/** NFC, and spaces of all kinds as one. */
const flat = (text: string) => text.normalize('NFC').replace(/\s+/g, ' ').trim()
