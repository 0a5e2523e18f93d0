/** A cell of separated text: trimmed, with its line and column, and its range in the text, quotes included. */
export type SeparatedCell = {
  text: string
  line: number
  column: number
  start: number
  end: number
  isQuoted: boolean
}
/** `fault`: a quote opens or closes in the wrong place; the line then has no cells. */
export type SeparatedLine = {
  line: number
  cells: SeparatedCell[]
  fault: { line: number; column: number } | null
}

export const SEPARATORS = [';', ',', '\t', '|'] as const
export type Separator = (typeof SEPARATORS)[number]

/** The reading position: index in the text, line number, and where that line begins. */
type At = { at: number; line: number; lineStart: number }

/**
 * The lines of a separated text. A quoted cell may hold separators, doubled quotes and line breaks; a stray quote spoils only its line. Lines end by
 * CR, LF or both.
 */
export function separatedLines(text: string, separator: Separator): SeparatedLine[] {
  const lines: SeparatedLine[] = []
  let from: At = { at: 0, line: 1, lineStart: 0 }
  while (from.at < text.length) {
    const { read, next } = lineFrom(text, separator, from)
    lines.push(read)
    from = next
  }
  return lines
}

function lineFrom(text: string, separator: Separator, from: At): { read: SeparatedLine; next: At } {
  const cells: SeparatedCell[] = []
  let now = from
  for (;;) {
    const found = cellFrom(text, separator, now)
    if ('faultAt' in found) {
      const fault = { line: now.line, column: found.faultAt - now.lineStart + 1 }
      return { read: { line: from.line, cells: [], fault }, next: afterBreak(text, now) }
    }
    cells.push(found.cell)
    now = found.next
    if (now.at >= text.length || text[now.at] !== separator) break
    now = { ...now, at: now.at + 1 }
  }
  return { read: { line: from.line, cells, fault: null }, next: afterBreak(text, now) }
}

type CellFound = { cell: SeparatedCell; next: At } | { faultAt: number }

/** The cell that begins here, and the position of the separator or line break after it. */
function cellFrom(text: string, separator: Separator, now: At): CellFound {
  const begin = afterBlanks(text, separator, now.at)
  if (text[begin] === '"') return quotedFrom(text, separator, now, begin)
  let end = begin
  let quoteAt = -1
  while (end < text.length && text[end] !== separator && !isBreak(text[end])) {
    if (text[end] === '"' && quoteAt < 0) quoteAt = end
    end++
  }
  if (quoteAt >= 0) return { faultAt: quoteAt }
  const written = text.slice(begin, end).trimEnd()
  const cell = cellAt(now, begin, begin + written.length, written, false)
  return { cell, next: { ...now, at: end } }
}

function quotedFrom(text: string, separator: Separator, now: At, begin: number): CellFound {
  const close = closingQuote(text, begin + 1)
  if (close < 0) return { faultAt: begin }
  const end = afterBlanks(text, separator, close + 1)
  if (end < text.length && text[end] !== separator && !isBreak(text[end])) return { faultAt: begin }
  const inside = text.slice(begin + 1, close)
  const parts = inside.split(/\r\n|\r|\n/)
  // Two stray quotes would join the lines between them into one cell.
  if (parts.slice(1).some(part => part.split(separator).length > SEPARATORS_IN_PROSE))
    return { faultAt: begin }
  const words = parts.map(part => part.trim()).filter(part => part !== '')
  const cell = cellAt(now, begin, close + 1, words.join(' ').replaceAll('""', '"').trim(), true)
  const last = inside.length - (parts.at(-1) ?? '').length
  const lineStart = parts.length > 1 ? begin + 1 + last : now.lineStart
  return { cell, next: { at: end, line: now.line + parts.length - 1, lineStart } }
}

/** A postal address has two or three commas; a line of mandates has eleven separators. */
const SEPARATORS_IN_PROSE = 5

/** The next quote that isn't doubled; -1 when there is none. */
function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at
}

const cellAt = (now: At, start: number, end: number, text: string, isQuoted: boolean): SeparatedCell => ({
  text,
  line: now.line,
  column: (text === '' ? now.at : start) - now.lineStart + 1,
  start,
  end,
  isQuoted,
})

function afterBlanks(text: string, separator: Separator, from: number): number {
  let at = from
  while (at < text.length && isBlank(text[at]) && text[at] !== separator) at++
  return at
}

/** The position after the next line break. */
function afterBreak(text: string, { at, line }: At): At {
  let next = at
  while (next < text.length && !isBreak(text[next])) next++
  next += text[next] === '\r' && text[next + 1] === '\n' ? 2 : 1
  return { at: next, line: line + 1, lineStart: next }
}

const isBreak = (character: string | undefined) => character === '\n' || character === '\r'
const isBlank = (character: string | undefined) =>
  character !== undefined && !isBreak(character) && character.trim() === ''
