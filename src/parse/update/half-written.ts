import { inEachLanguage, type Language } from '../../model/language/language.js'
import type { ParsedUpdate } from './update-file.js'

/** One language's text is seldom this much shorter than the other's. */
const SHARE = 0.6
/** The fault of a packed document without its end. */
const CUT: ReadonlySet<string> = new Set(['word-broken', 'odt-broken'])

/**
 * Whether a recent file seems incomplete. It stops within a line, and is refused or its last text is much shorter than the other. A truncated Word
 * file can't be read at all, and may end in any byte. Only for young files: an older one is meant so.
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
