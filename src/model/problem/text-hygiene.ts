import { codePointOf } from '../language/marks.js'
import { mojibakeIn } from '../language/mojibake.js'
import { capped, type Place, type Problem, problemAt, WHOLE_FILE } from './problem.js'

/** Control characters, lone surrogates, and the marks that turn the direction of text (UAX #9 §2). */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu
const LOST = '\uFFFD'

/** The first forbidden character of a text, as `U+202E`; null when there is none. */
export function forbiddenCharacter(text: string): string | null {
  const [match] = text.replace(/[\t\n]/g, ' ').match(FORBIDDEN) ?? []
  return match ? codePointOf(match) : null
}

/** Whether a text breaks its line: CR, LF, or Unicode's own separators U+2028 and U+2029. */
export function breaksLine(text: string): boolean {
  return /[\r\n\u0085\u2028\u2029]/.test(text)
}

/**
 * The text of a file, and faults of its bytes. UTF-8 only (RFC 3629); drops a BOM, turns CRLF into LF, normalises to NFC. A forbidden character
 * becomes a space, so that the rest can be checked in place. `text` is null when the bytes are no text.
 */
export function decodeText(bytes: Uint8Array, file: string): { text: string | null; problems: Problem[] } {
  if (bytes.every(isBlank)) return { text: null, problems: [problemAt(file, WHOLE_FILE, 'file-empty', {})] }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { text: null, problems: [problemAt(file, WHOLE_FILE, 'utf16', {})] }
  }
  const invalid = firstInvalidByte(bytes)
  const text = normalised(new TextDecoder('utf-8').decode(bytes))
  const misread = misreadLetters(text, file)
  const problems = [
    ...lostCharacters(text, file, invalid !== null),
    ...misread,
    ...forbiddenCharacters(text, file, misread.length > 0),
  ]
  if (invalid !== null) problems.push(invalidByte(bytes, invalid, file))
  return { text: text.replace(FORBIDDEN, keepTabsAndBreaks), problems: capped(problems) }
}

/** Tab, line feed, carriage return, space. */
function isBlank(byte: number): boolean {
  return byte === 9 || byte === 10 || byte === 13 || byte === 32
}

function normalised(text: string): string {
  return text.replace(/\r\n/g, '\n').normalize('NFC')
}

function keepTabsAndBreaks(character: string): string {
  return character === '\t' || character === '\n' ? character : ' '
}

/** The length of the longest UTF-8 prefix, by bisection: TextDecoder answers only yes or no. */
function firstInvalidByte(bytes: Uint8Array): number | null {
  if (isUtf8(bytes, false)) return null
  let [good, bad] = [0, bytes.length + 1]
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isUtf8(bytes.subarray(0, middle), true)) good = middle
    else bad = middle
  }
  // A lead byte without its continuation passes as truncated: the sequence begins before it.
  while (!isUtf8(bytes.subarray(0, good), false)) good -= 1
  return good
}

function isUtf8(bytes: Uint8Array, cutOff: boolean): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: cutOff })
    return true
  } catch {
    return false
  }
}

function invalidByte(bytes: Uint8Array, index: number, file: string): Problem {
  const before = normalised(new TextDecoder('utf-8').decode(bytes.subarray(0, index), { stream: true }))
  const byte = `0x${(bytes[index] ?? 0).toString(16).toUpperCase().padStart(2, '0')}`
  return problemAt(file, placeIn(before, before.length), 'not-utf8', { byte })
}

function forbiddenCharacters(text: string, file: string, isMisread: boolean): Problem[] {
  const found: Problem[] = []
  for (const match of text.matchAll(FORBIDDEN)) {
    if (keepTabsAndBreaks(match[0]) !== ' ' || (isMisread && isOfLatin1(match[0]))) continue
    if (found.length > 100) break
    found.push(
      problemAt(file, placeIn(text, match.index), 'control-character', { character: codePointOf(match[0]) }),
    )
  }
  return found
}

/** One problem per file, at its first garbled word: the same program garbled all. */
function misreadLetters(text: string, file: string): Problem[] {
  const misread = mojibakeIn(text)
  if (!misread) return []
  const { index, ...values } = misread
  return [problemAt(file, placeIn(text, index), 'mojibake', values)]
}

/** Controls of Latin-1, which are letters and marks in windows-1252. */
function isOfLatin1(character: string): boolean {
  return character >= '\u0080' && character <= '\u009f'
}

/** Programs leave U+FFFD for a lost character; the check ignores ones that our decoder put there. */
function lostCharacters(text: string, file: string, invalid: boolean): Problem[] {
  const index = text.indexOf(LOST)
  if (index < 0 || invalid) return []
  const found = wordAt(text, index)
  return [problemAt(file, placeIn(text, index), 'letter-lost', { found })]
}

/** The word around a place, as far as it helps to find it. */
function wordAt(text: string, index: number): string {
  const before = /\S{0,20}$/.exec(text.slice(Math.max(0, index - 20), index))?.[0] ?? ''
  const after = /^\S{0,20}/.exec(text.slice(index, index + 20))?.[0] ?? ''
  return before + after
}

/** `prolong?e`: a program writes a question mark for a missing letter. Finds the first of a text, outside addresses. */
export function doubtfulLetters(text: string, file: string): Problem[] {
  // Almost no text has one, and the words around are slow to look for.
  if (!/\p{Ll}\?\p{Ll}/u.test(text)) return []
  for (const { 0: found, index } of text.matchAll(/[^\s?]{0,60}\p{Ll}\?\p{Ll}\S{0,60}/gu)) {
    if (!/[/=@:<]/.test(found)) return [problemAt(file, placeIn(text, index), 'letter-doubtful', { found })]
  }
  return []
}

/** The place of a character of a text. */
export function placeIn(text: string, index: number): Place {
  const before = text.slice(0, index)
  const lastBreak = before.lastIndexOf('\n')
  return { line: before.split('\n').length, column: before.length - lastBreak }
}
