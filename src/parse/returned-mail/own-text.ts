import { fold } from '../../model/delivery/phrase.js'
import { type Boundary, introductionAt, isMarked, LONGEST_LINE, TIME, WROTE } from './introduction.js'
import { isOurLine, withoutOurEdition } from './our-edition.js'
import { indentedEnd } from './quotation.js'
import { quotedHeaderLength } from './quoted-header.js'
import { isTrailer } from './trailer.js'

/**
 * The author's text in a mail. `words`: without quoted mail, signature after `-- ` (RFC 3676 §4.3), trailers and our edition; may be ''. `shown`: the
 * same, or the whole text when nothing is left. `unmarked`: the part of `shown` that may be the author's, with form feeds in place of quotations.
 */
type OwnText = { words: string; shown: string; unmarked: string }

/**
 * The author's part of a text, above, between and below quotations: lines with `>`, and what follows a mail program's introduction. Own words are
 * never removed unseen. `ours`: words of our editions, from `ourWords`.
 */
export function readOwnText(text: string, ours: readonly string[] = []): OwnText {
  const lines = text.split('\n')
  const pieces = ownPieces(lines, ours).map(piece => withoutTrailers(withoutOurEdition(piece, ours)))
  const words = tidy(pieces.flat())
  if (words !== '') return { words, shown: words, unmarked: pieces.map(tidy).join('\n\f\n') }
  const unmarked = lines.filter((line, index) => !isQuoted(line) && !isBoundary(lines, index))
  return { words, shown: tidy(lines), unmarked: tidy(withoutOurEdition(unmarked, ours)) }
}

/** Only the words, for decisions that quoted words must not influence. */
export const withoutQuotedMail = (text: string) => readOwnText(text).words

/** The author's lines, in pieces split at quotations. */
function ownPieces(lines: string[], ours: readonly string[]): string[][] {
  const pieces: string[][] = [[]]
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] as string
    const boundary = boundaryAt(lines, index)
    if (boundary || isQuoted(line)) {
      if (boundary && boundary.before !== '') pieces.at(-1)?.push(boundary.before)
      if (pieces.at(-1)?.length) pieces.push([])
    }
    if (boundary) {
      const next = endOfQuotation(lines, index, boundary)
      if (next === null) break
      index = next - 1
    } else if (!isQuoted(line)) pieces.at(-1)?.push(line)
  }
  const first = pieces.findIndex(hasWords)
  return pieces.map((piece, index) => withoutSignature(piece, first >= 0 && first < index, ours))
}

const hasWords = (lines: string[]) => lines.some(line => line.trim() !== '')

/** Where the author may continue after a quotation's introduction; null when all below is quoted. */
function endOfQuotation(lines: string[], index: number, { length, isIntroduction }: Boundary): number | null {
  const from = index + length
  if (isMarked(lines, from)) return endOfBars(lines, from)
  const end = isIntroduction ? indentedEnd(lines, from) : -1
  return end < 0 ? null : end
}

/** Old programs mark quotations by `|`, elsewhere a table's sign: skips such lines. */
function endOfBars(lines: string[], from: number): number {
  let at = from
  while (at < lines.length && /^\s{0,3}\||^\s*$/.test(lines[at] as string)) at++
  return at
}

const isQuoted = (line: string) => line.slice(0, 20).trimStart().startsWith('>')

const isBoundary = (lines: string[], index: number) => boundaryAt(lines, index) !== null

/**
 * Without the signature below `-- ` (RFC 3676 §4.3), or below a single `--`: people separate points by several. Lines below one of ours belong to our
 * edition.
 */
function withoutSignature(lines: string[], hasWordsAbove: boolean, ours: readonly string[]): string[] {
  const places = [...lines.keys()].filter(
    at => isSignatureLine(lines[at]) && !isOurLine(lines[at + 1] ?? '', ours),
  )
  const bare = places.filter(at => lines[at] === '--').length
  const first = hasWordsAbove ? 0 : lines.findIndex(line => line.trim() !== '')
  const begin = places.find(at => (hasWordsAbove || at > first) && (lines[at] === '-- ' || bare === 1))
  return begin === undefined ? lines : lines.slice(0, begin)
}

const isSignatureLine = (line = '') => line === '-- ' || line === '--'

/** At most one empty line in a row, no blanks at line ends. */
function tidy(lines: string[]): string {
  const trimmed = lines.map(line => line.trimEnd())
  const kept = trimmed.filter((line, index) => line !== '' || trimmed[index - 1] !== '')
  return kept.join('\n').trim()
}

/** The boundary at a line; null when none begins there. Reads a bounded number of lines. */
function boundaryAt(lines: string[], index: number): Boundary | null {
  const line = (lines[index] ?? '').trim()
  if (line === '' || line.length > LONGEST_LINE) return null
  if (isDivider(line) || isGroupWise(line)) return { length: 1, before: '', isIntroduction: false }
  const length = quotedHeaderLength(lines, index)
  return length > 0 ? { length, before: '', isIntroduction: false } : introductionAt(lines, index)
}

/** Words between dashes above a quoted mail, folded. */
const DIVIDERS = [
  ...["message d'origine", 'message original', 'mail original', 'courriel original', 'message initial'],
  ...['message transfere', 'mail transfere', 'message reexpedie', 'transfere par', "rendez-vous d'origine"],
  ...['oorspronkelijk bericht', 'origineel bericht', 'doorgestuurd bericht', 'doorgestuurd door'],
  ...['oorspronkelijke afspraak', 'original message', 'original appointment', 'forwarded message'],
  ...['forwarded by', 'reply message', 'ursprungliche nachricht', 'original-nachricht', 'originalnachricht'],
  ...['weitergeleitete nachricht', 'weitergeleitet von', 'messaggio originale', 'messaggio inoltrato'],
  ...['mensaje original', 'mensaje reenviado', 'mensagem original'],
]

/** Apple's introductions, which have no dashes. */
const FORWARDS = [
  ...['debut du message transfere', 'debut du message reexpedie', 'begin doorgestuurd bericht'],
  ...['begin forwarded message', 'anfang der weitergeleiteten nachricht', 'inizio messaggio inoltrato'],
]

function isDivider(line: string): boolean {
  const bare = line.replace(/^[*_>\s]+/, '')
  const core = fold(bare.replace(/^[-=]{2,}[\s*]*/, '')).trim()
  if (FORWARDS.some(phrase => core.startsWith(phrase)) && core.endsWith(':')) return true
  if (/^----.{1,400}----$/.test(bare) && WROTE.test(core) && TIME.test(core)) return true
  return /^(?:--|==)/.test(bare) && DIVIDERS.some(phrase => core.startsWith(phrase))
}

/** `>>> Name <address> 26/11/2026 09:03 >>>` */
function isGroupWise(line: string): boolean {
  return line.startsWith('>>>') && line.endsWith('>>>') && /\d[:.]\d\d/.test(line)
}

const RULE = /^[-=_*~–—]{3,}$/

/** Lines without trailers, rules and empty lines at their end; all of them when nothing else is there. */
function withoutTrailers(lines: string[]): string[] {
  let end = lines.length
  while (end > 0 && isForeign(lines[end - 1] as string)) end--
  return lines.slice(0, end)
}

function isForeign(line: string): boolean {
  const bare = line.trim()
  return bare === '' || RULE.test(bare) || isTrailer(bare)
}
