import { fold } from '../../model/delivery/phrase.js'

/** Sentences of this length are found anywhere; shorter ones only as whole lines near a long one. */
const LONG = 25
const SHORTEST = 6
/** Lines above one of our sentences that are searched: a masthead has about ten. */
const LOOKS_ABOVE = 15

/** All texts of locales and branding in our mails, and their sentences, without placeholders (`{edition}`). */
export function ourWords(...values: unknown[]): string[] {
  const texts = values.flatMap(textsIn).flatMap(text => text.split(/\{[^{}]*\}/))
  const sentences = texts.flatMap(text => text.split(/(?<=[.?!]) /))
  const words = [...texts, ...sentences]
    .map(bareLine)
    .filter(text => text.length >= SHORTEST && !text.startsWith('http'))
  return [...new Set(words)]
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** Folded, single spaces, without marks of headings, lists and emphasis. */
function bareLine(text: string): string {
  return fold(text)
    .replace(/[\s*_=#[\]>|-]+/g, ' ')
    .replaceAll(' :', ':')
    .trim()
}

/** Whether a long sentence of ours begins the line. */
export function isOurLine(line: string, ours: readonly string[]): boolean {
  const bare = bareLine(line.slice(0, 200)).slice(0, LONG)
  return bare.length === LONG && ours.some(words => words.startsWith(bare))
}

/**
 * A text without an edition of ours that no mail program marked as quoted: removes from its first line of ours to its last. `ours`: from `ourWords`.
 * A sentence of ours within an author's line stays.
 */
export function withoutOurEdition(lines: string[], ours: readonly string[]): string[] {
  if (ours.length === 0) return lines
  const folded = lines.map(bareLine)
  const found = linesOfOurs(folded, ours)
  if (found === null) return lines
  const short = new Set(ours.filter(words => words.length < LONG))
  const from = beginningOf(folded, found.first, short)
  return [
    ...lines.slice(0, from),
    ...ownRest(lines, folded, found),
    ...lines.slice(endOfParagraph(folded, found.last)),
  ]
}

/**
 * The rest of the paragraph after our last sentence: the author's, such as an answer beside our question. After an unfinished sentence of ours, the
 * rest is a filled-in value.
 */
function ownRest(lines: string[], folded: string[], { last, length }: Found): string[] {
  if (!/[.?!]/.test(folded[last]?.[length - 1] ?? '')) return []
  const line = lines[last] as string
  const rest = [
    line.slice(beginningOfRest(line, length)),
    ...lines.slice(last + 1, endOfParagraph(folded, last)),
  ]
  return /\p{L}{2}/u.test(rest.join(' ')) ? rest : []
}

/** The shortest beginning of a line that has a number of characters when it is bare, by halving. */
function beginningOfRest(line: string, length: number): number {
  let [low, high] = [0, line.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (bareLine(line.slice(0, middle)).length >= length) high = middle
    else low = middle + 1
  }
  return low
}

/** Lines, and how many characters of the last one's bare form are ours. */
type Found = { first: number; last: number; length: number }

/** The first and last line with long sentences of ours, alone on their lines; null when there are none. */
function linesOfOurs(folded: string[], ours: readonly string[]): Found | null {
  const text = folded.join(' ')
  const starts: number[] = []
  let position = 0
  for (const line of folded) {
    starts.push(position)
    position += line.length + 1
  }
  const places = ours
    .filter(words => words.length >= LONG)
    .flatMap(words => placesOf(text, words).map(at => ({ at, end: at + words.length })))
    .map(({ at, end }) => ({ first: lineAt(starts, at), last: lineAt(starts, end - 1), at, end }))
  const spans: typeof places = []
  for (const place of places.sort((one, other) => one.at - other.at)) {
    const isAfterOurs = place.at - (spans.at(-1)?.end ?? -Infinity) <= FOREIGN_BEFORE
    if (isAfterOurs || place.at - (starts[place.first] as number) <= FOREIGN_BEFORE) spans.push(place)
  }
  if (spans.length === 0) return null
  const last = Math.max(...spans.map(span => span.last))
  return {
    first: Math.min(...spans.map(({ first }) => first)),
    last,
    length: Math.max(...spans.map(span => span.end)) - (starts[last] as number),
  }
}

/** Other characters at the beginning of a line of ours: a bullet, or a filled-in value. */
const FOREIGN_BEFORE = 3

const MOST_PLACES = 20

function placesOf(text: string, words: string): number[] {
  const places: number[] = []
  for (
    let at = text.indexOf(words);
    at >= 0 && places.length < MOST_PLACES;
    at = text.indexOf(words, at + words.length)
  )
    places.push(at)
  return places
}

/** The line that contains a position, by bisection. */
function lineAt(starts: number[], position: number): number {
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] as number) <= position) low = middle
    else high = middle - 1
  }
  return low
}

/** Moves up over short lines of ours: the masthead, whose title is first. */
function beginningOf(folded: string[], first: number, short: Set<string>): number {
  let from = first
  for (let at = first - 1; at >= Math.max(0, from - LOOKS_ABOVE); at--)
    if (short.has(folded[at] as string)) from = at
  return from
}

function endOfParagraph(folded: string[], last: number): number {
  const end = folded.findIndex((line, index) => index > last && line === '')
  return end < 0 ? folded.length : end
}
