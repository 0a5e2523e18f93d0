import { IntlMessageFormat } from 'intl-messageformat'
import type { EditorLanguage } from '../../model/language/language.js'
import { printable } from '../../model/problem/printable.js'
import type { ProblemCode } from '../../model/problem/problem.js'
import en from './texts/en.json' with { type: 'json' }
import fr from './texts/fr.json' with { type: 'json' }
import nl from './texts/nl.json' with { type: 'json' }

/** Operators read English; editors read their own language. */
export type ProblemLanguage = 'en' | EditorLanguage

/** What is wrong, one sentence; and what would be right. */
type Words = { message: string; hint: string }

/** Sentences in ICU MessageFormat. */
type Texts = {
  problems: Record<ProblemCode, Words>
  /** What differs in a Word file: a table with a row for each key instead of YAML, headings and paragraphs instead of `#` and lines. */
  inWord: { [C in ProblemCode]?: Partial<Words> }
  /** What a line counts where it isn't lines. */
  places: Record<'row' | 'paragraph' | 'cell', string>
  /** The same mistake elsewhere in the list. */
  more: string
  /** After the place, before the message. */
  colon: string
  /** Names of characters that can't be seen, or look like another. */
  characters: Record<string, string>
}

/** What the notes beside files in the drop folder say around their problems. */
type Notes = Record<'title' | 'place' | 'refused' | 'otherFile' | 'also' | 'unread' | 'more' | 'used', string>

/** How each problem reads. A code without its wording does not compile. */
// decision 62
export const TEXTS: { en: Texts } & Record<EditorLanguage, Texts & { notes: Notes }> = { en, fr, nl }

/** French has no-break spaces inside guillemets. */
const QUOTES = { en: '""', fr: ['«\u00a0', '\u00a0»'], nl: '“”' } as const
const PARSED = new Map<string, IntlMessageFormat>()

/** One of the texts with its values in it: a string stands as it is, a list and what people wrote in one of the tags below. */
export function sentence(text: string, values: object, language: ProblemLanguage): string {
  const key = `${language} ${text}`
  // Hundreds of texts, of which a command says a few: each is parsed when it is first said.
  const parsed = PARSED.get(key) ?? new IntlMessageFormat(text, language)
  PARSED.set(key, parsed)
  return String(parsed.format({ ...values, ...tagsOf(language) }))
}

/** `<q60>` quotes what somebody wrote, `<p60>` doesn't; the number is how many characters of it are shown. */
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

/** The one text in a tag, or the texts of the list in it. */
const each =
  (show: (text: string) => string, between = ', ') =>
  (parts: (string | string[])[]) =>
    parts.flat().map(show).join(between)

function quotedInYaml(text: string): string {
  const shown = printable(text, 120)
  return shown.includes('"') ? `'${shown.replaceAll("'", "''")}'` : `"${shown}"`
}
