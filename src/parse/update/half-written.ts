import { inEachLanguage, type Language } from '../../model/language/language.js'
import type { ParsedUpdate } from './update-file.js'

/** A text of one language is seldom this much shorter than that of the other. */
const SHARE = 0.6
/** What a packed document is without its end. */
const CUT: ReadonlySet<string> = new Set(['word-broken', 'odt-broken'])

/**
 * Whether a file that was written a moment ago looks as if its end is still to come: it stops within a line, and is
 * refused, or its last text is much shorter than the other one. A Word file whose end is missing can't be read at all;
 * it is no text, and may end in any byte. Only for a file that is young: once it is older, it is
 * what its editor meant.
 */
export function looksHalfWritten(bytes: Uint8Array, parsed: ParsedUpdate): boolean {
  if (isZip(bytes)) return 'problems' in parsed && parsed.problems.some(({ code }) => CUT.has(code))
  if (bytes.at(-1) === 10) return false
  if ('problems' in parsed) return true
  const { text } = parsed.update
  const ending = languagesIn(bytes).findLast(language => Object.hasOwn(text, language)) ?? ''
  const { [ending]: last = 0, ...others } = inEachLanguage(
    text,
    ({ summary, body }) => summary.length + body.length,
  )
  return last < SHARE * Math.max(0, ...Object.values(others))
}

/** APPNOTE.TXT §4.3.7: a Word file begins with a local file header. */
function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4
}

function languagesIn(bytes: Uint8Array): Language[] {
  const headings = new TextDecoder().decode(bytes).matchAll(/^#[ \t]*([a-z]{2})[ \t\u00a0]*:/gim)
  return [...headings].map(([, language = '']) => language.toLowerCase())
}
