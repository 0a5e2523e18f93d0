/** Lines of an address or timetable are at most this long; hand-wrapped prose has longer ones. */
const SHORT = 60
/** Lines wrapped at a width end within one word of it. */
const WORD = 14
const WRAPPED_FROM = 40

const TYPED_ITEM = /^(?:[•●○◦▪■‣·–—]|\d{1,3}[.)])[ \u00a0]+\S/u
const GOES_ON =
  /(?:[,;/(«“&+–—-]|(?<![\p{L}’'])(?:de|du|des|le|la|les|un|une|et|ou|à|au|aux|en|dans|par|pour|sur|avec|sans|van|het|een|en|of|in|op|te|ten|ter|voor|door|met|aan|bij|om|dat|die|que|qui|d’|l’))$/iu
const BEGINS = /^[\p{Lu}\d+«“"(]|^(?:tél|tel|gsm|fax|e-?mail|courriel|www\.|https:|[\w.+-]{1,64}@)/u
const SENTENCE_END = /[.!?…;]["»”)]?$/u

/** The lines of a paragraph that were meant as separate lines, and why; null where they are one text. */
export type LinesApart = { why: 'short' | 'items'; breaks: boolean[] }

/**
 * Markdown joins a paragraph's lines: right for hand-wrapped prose, wrong for addresses and for items typed with other bullets. `breaks[i]`: line i
 * ends with a break.
 */
export function linesApart(content: string): LinesApart | null {
  if (!content.includes('\n')) return null
  const written = content.split('\n')
  // One explicit line break means that all were set on purpose.
  if (written.some(line => / {2}$|\\$/.test(line))) return null
  const lines = written.map(line => line.trim())
  const items = itemsApart(lines)
  if (items) return { why: 'items', breaks: items }
  return isShortLines(lines) ? { why: 'short', breaks: lines.slice(1).map(() => true) } : null
}

/** At least two lines begin as items; the first begins the paragraph or follows an announcing line. */
function itemsApart(lines: readonly string[]): boolean[] | null {
  const isItem = lines.map(line => TYPED_ITEM.test(line))
  const first = isItem.indexOf(true)
  if (isItem.filter(Boolean).length < 2) return null
  if (first > 0 && !/[:;]$/.test(lines[first - 1] ?? '') && !/^[•●○◦▪■‣]/.test(lines[first] ?? ''))
    return null
  return isItem.slice(1)
}

function isShortLines(lines: readonly string[]): boolean {
  if (lines.some(line => line.length > SHORT)) return false
  if (isWrapped(lines)) return false
  const gaps = lines.slice(1).map((line, index) => isGap(lines[index] ?? '', line))
  const count = gaps.filter(Boolean).length
  const last = lines.at(-1) ?? ''
  if (SENTENCE_END.test(last) && !isDotted(last)) return count >= 2 && count === gaps.length
  return count > 0 && count * 2 >= gaps.length
}

/** Whether each line but the last is full: the next word would exceed the longest line. */
function isWrapped(lines: readonly string[]): boolean {
  const width = Math.max(...lines.map(({ length }) => length))
  return width >= WRAPPED_FROM && lines.slice(0, -1).every(({ length }) => length >= width - WORD)
}

/** Whether the first line neither ends nor continues, and the next begins like an address line. */
function isGap(line: string, next: string): boolean {
  return !SENTENCE_END.test(line) && !GOES_ON.test(line) && BEGINS.test(next)
}

/** A final abbreviation such as `asbl.` or `Bte. 3.` ends no sentence. */
function isDotted(line: string): boolean {
  return line.length < 12
}
