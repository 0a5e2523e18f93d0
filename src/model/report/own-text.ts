import { type Boundary, boundaryAt, indentedEnd, isMarked } from './quotation.js'
import { withoutTrailers } from './trailer.js'

/**
 * What somebody wrote in a mail. `words`: without the quoted mail, the signature after `-- ` (RFC 3676 §4.3) and the trailers of
 * programs; '' when nothing is left. `shown`: the same, or the whole text when nothing would be left. `unmarked`: what may be
 * somebody's words among `shown`, without the lines that are marked as quoted.
 */
export type OwnText = { words: string; shown: string; unmarked: string }

/**
 * The part of a text that its author wrote, above, between and below what is quoted: lines that begin with `>`, and what
 * follows the line or header by which a mail program introduces it. Own words are never cut away unseen.
 */
export function readOwnText(text: string): OwnText {
  const lines = text.split('\n')
  const words = tidy(withoutTrailers(ownLines(lines)))
  if (words !== '') return { words, shown: words, unmarked: words }
  const unmarked = tidy(lines.filter((line, index) => !isQuoted(line) && !isBoundary(lines, index)))
  return { words, shown: tidy(lines), unmarked }
}

/** Only the words, for what must not be decided by quoted ones. */
export const withoutQuotedMail = (text: string) => readOwnText(text).words

function ownLines(lines: string[]): string[] {
  const own: string[] = []
  let isSignature = false
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string
    const boundary = boundaryAt(lines, index)
    if (boundary || isQuoted(line)) isSignature = false
    if (boundary) {
      if (boundary.before !== '') own.push(boundary.before)
      const next = endOfQuotation(lines, index, boundary)
      if (next === null) break
      index = next - 1
    } else if (!isQuoted(line)) {
      isSignature ||= isSignatureLine(line) && own.some(before => before.trim() !== '')
      if (!isSignature) own.push(line)
    }
  }
  return own
}

/** Where the author may go on after what introduces a quotation; null when nothing tells, and all below is quoted. */
function endOfQuotation(lines: string[], index: number, { length, isIntroduction }: Boundary): number | null {
  const from = index + length
  if (isMarked(lines, from)) return endOfBars(lines, from)
  const end = isIntroduction ? indentedEnd(lines, from) : -1
  return end < 0 ? null : end
}

/** Old programs mark by `|`, which elsewhere is a table's: passes over such lines. */
function endOfBars(lines: string[], from: number): number {
  let at = from
  while (at < lines.length && /^\s{0,3}\||^\s*$/.test(lines[at] as string)) at++
  return at
}

const isQuoted = (line: string) => line.slice(0, 20).trimStart().startsWith('>')

const isBoundary = (lines: string[], index: number) => boundaryAt(lines, index) !== null

const isSignatureLine = (line: string) => line === '-- ' || line === '--'

/** One empty line at most, no blanks at the ends of lines. */
function tidy(lines: string[]): string {
  const trimmed = lines.map(line => line.trimEnd())
  const kept = trimmed.filter((line, index) => line !== '' || trimmed[index - 1] !== '')
  return kept.join('\n').trim()
}
