import { z } from 'zod'
import type { Language } from '../language/language.js'
import { asks } from '../problem/asks.js'
import { inEach } from '../problem/line.js'
import { forbiddenCharacter } from '../problem/text-hygiene.js'

/** In UTF-16 units: a post or a few lines of a newsletter. Longer text belongs in the update itself. */
const PASS_ON_LENGTH = 700

/** Markup that a communal page, newsletter or post would show literally: emphasis, links, headings and tags. */
const MARKUP = [
  /\*\*(?=\S)/,
  /(?<![\p{L}\d_])__(?=\S)/u,
  /\]\((?=\S)/,
  /^#{1,6} /m,
  /<(?:[a-z]{1,12}[\s>]|\/[a-z]|!--)/i,
  /^(?:```|~~~)/m,
]

type PassOnFault =
  | { problem: 'key-missing'; values: object }
  | { problem: 'control-character'; values: { character: string } }
  | { problem: 'text-too-long'; values: { length: number; limit: number } }
  | { problem: 'pass-on-markup'; values: { markup: string } }

/** Why a text can't be copied as it is; null when it can. */
function passOnFault(text: string): PassOnFault | null {
  if (text === '') return { problem: 'key-missing', values: {} }
  const character = forbiddenCharacter(text)
  if (character) return { problem: 'control-character', values: { character } }
  const markup = MARKUP.map(pattern => pattern.exec(text)?.[0]).find(Boolean)
  if (markup) return { problem: 'pass-on-markup', values: { markup: markup.trim() } }
  if (text.length <= PASS_ON_LENGTH) return null
  return { problem: 'text-too-long', values: { length: text.length, limit: PASS_ON_LENGTH } }
}

/** Keeps the editor's lines; removes spaces at their ends and repeated empty lines. */
function tidied(given: unknown): unknown {
  if (typeof given !== 'string') return given
  const lines = given
    .normalize('NFC')
    .split(/\r\n|[\n\r\u0085\u2028\u2029]/)
    .map(line => line.trim())
  return lines
    .filter((line, index) => line !== '' || lines[index - 1] !== '')
    .join('\n')
    .trim()
}

const PassOnText = z.preprocess(
  tidied,
  asks(z.string(), text => passOnFault(text) as PassOnFault),
)

/**
 * The text for shopkeepers and residents, to be copied as it stands: plain lines, in each language. A file without one has the
 * hash that it had before there was such a key: what is missing or empty leaves no key.
 */
export const passOnIn = (languages: readonly Language[]) =>
  z.preprocess(
    // decision 57
    given => given ?? undefined,
    inEach(languages, PassOnText).optional(),
  )
