import type { ParsedUpdate } from './update-file.js'

/** A text of one language is seldom this much shorter than that of the other. */
const SHARE = 0.6

/**
 * Whether a file that was written a moment ago looks as if its end is still to come: it stops within a line, and is
 * refused, or its last text is much shorter than the other one. Only for a file that is young: once it is older, it is
 * what its editor meant.
 */
export function looksHalfWritten(bytes: Uint8Array, parsed: ParsedUpdate): boolean {
  if (bytes.at(-1) === 10) return false
  if ('problems' in parsed) return true
  const { fr, nl } = parsed.update.text
  const length = ({ summary, body }: typeof fr) => summary.length + body.length
  const [last, other] = endsInFrench(bytes) ? [fr, nl] : [nl, fr]
  return length(last) < SHARE * length(other)
}

function endsInFrench(bytes: Uint8Array): boolean {
  const headings = new TextDecoder().decode(bytes).matchAll(/^#[ \t]*(fr|nl)[ \t\u00a0]*:/gim)
  return [...headings].at(-1)?.[1]?.toLowerCase() === 'fr'
}
