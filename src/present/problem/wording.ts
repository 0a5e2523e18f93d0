import { IntlMessageFormat } from 'intl-messageformat'
import type { EditorLanguage } from '../../model/language/language.js'
import { printable } from '../../model/problem/printable.js'
import type { ProblemCode } from '../../model/problem/problem.js'
import en from './texts/en.json' with { type: 'json' }
import fr from './texts/fr.json' with { type: 'json' }
import nl from './texts/nl.json' with { type: 'json' }

/** Operators read English; editors read their own language. */
export type ProblemLanguage = 'en' | EditorLanguage

/** What is wrong, in one sentence, and what would be right. */
type Words = { message: string; hint: string }

/** Sentences in ICU MessageFormat. */
type Texts = {
  problems: Record<ProblemCode, Words>
  /** Differences for a Word file: a table row per key instead of YAML, headings and paragraphs instead of `#` and lines. */
  inWord: { [C in ProblemCode]?: Partial<Words> }
  /** What a line counts, if not lines. */
  places: Record<'row' | 'paragraph' | 'cell', string>
  /** The number of further lines with the same mistake. */
  more: string
  /** After the place, before the message. */
  colon: string
  /** Names of characters that are invisible or look like others. */
  characters: Record<string, string>
}

/** What the notes beside files in the drop folder say around their problems. */
type Notes = Record<'title' | 'place' | 'refused' | 'otherFile' | 'also' | 'unread' | 'more' | 'used', string>

/** The wording of each problem. A code without wording doesn't compile. */
// decision 62
export const TEXTS: { en: Texts } & Record<EditorLanguage, Texts & { notes: Notes }> = { en, fr, nl }

/** French has no-break spaces inside guillemets. */
const QUOTES = { en: '""', fr: ['«\u00a0', '\u00a0»'], nl: '“”' } as const
const PARSED = new Map<string, IntlMessageFormat>()

/** A text with its values: a string stays as it is; lists and people's words are in one of the tags below. */
export function sentence(text: string, values: object, language: ProblemLanguage): string {
  const key = `${language} ${text}`
  // There are hundreds of texts, of which a command needs a few: each is parsed at its first use.
  const parsed = PARSED.get(key) ?? new IntlMessageFormat(text, language)
  PARSED.set(key, parsed)
  return String(parsed.format({ ...values, ...tagsOf(language) }))
}

/** `<q60>` quotes a person's words, `<p60>` doesn't; the number is how many characters are shown. */
function tagsOf(language: ProblemLanguage) {
  const [open = '', close = ''] = QUOTES[language]
  const printed = (limit: number) => each(text => printable(text, limit))
  const quoted = (limit: number) => each(text => `${open}${printable(text, limit)}${close}`)
  return {
    ...{ p60: printed(60), p120: printed(120), p200: printed(200), p300: printed(300) },
    ...{ q60: quoted(60), q120: quoted(120), q300: quoted(300) },
    yaml: each(quotedInYaml),
    unseen: each(codePoint => [TEXTS[language].characters[codePoint], codePoint].filter(Boolean).join(', ')),
    list: each(text => text),
    cells: each(text => text, ';'),
  }
}

/** The text in a tag, or the texts of its list. */
const each =
  (show: (text: string) => string, between = ', ') =>
  (parts: (string | string[])[]) =>
    parts.flat().map(show).join(between)

function quotedInYaml(text: string): string {
  const shown = printable(text, 120)
  return shown.includes('"') ? `'${shown.replaceAll("'", "''")}'` : `"${shown}"`
}
