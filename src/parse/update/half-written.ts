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
  const { fr, nl } = parsed.update.text
  const length = ({ summary, body }: typeof fr) => summary.length + body.length
  const [last, other] = endsInFrench(bytes) ? [fr, nl] : [nl, fr]
  return length(last) < SHARE * length(other)
}

/** APPNOTE.TXT §4.3.7: a Word file begins with a local file header. */
function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4
}

function endsInFrench(bytes: Uint8Array): boolean {
  const headings = new TextDecoder().decode(bytes).matchAll(/^#[ \t]*(fr|nl)[ \t\u00a0]*:/gim)
  return [...headings].at(-1)?.[1]?.toLowerCase() === 'fr'
}
