import { capped, type Place, type Problem, problemAt, WHOLE_FILE } from '../problem/problem.js'

/** Control characters, lone surrogates, and the marks that turn the direction of text (UAX #9 §2). */
const FORBIDDEN = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/gu
const LOST = '\uFFFD'

/** The first character of a text that may stand in no text at all, as `U+202E`; null when there is none. */
export function forbiddenCharacter(text: string): string | null {
  const [match] = text.replace(/[\t\n]/g, ' ').match(FORBIDDEN) ?? []
  return match ? nameOf(match) : null
}

/** Whether a text breaks its line: CR, LF, or Unicode's own separators U+2028 and U+2029. */
export function breaksLine(text: string): boolean {
  return /[\r\n\u0085\u2028\u2029]/.test(text)
}

/**
 * The text of a file, and what is wrong with its bytes. UTF-8 only (RFC 3629); a BOM is dropped, CRLF becomes LF,
 * the text NFC. A character that may not stand there becomes a space, so that the rest can still be checked in place.
 * `text` is null when the bytes are no text at all.
 */
export function decodeText(bytes: Uint8Array, file: string): { text: string | null; problems: Problem[] } {
  if (bytes.every(isBlank)) return { text: null, problems: [problemAt(file, WHOLE_FILE, 'file-empty', {})] }
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return { text: null, problems: [problemAt(file, WHOLE_FILE, 'utf16', {})] }
  }
  const invalid = firstInvalidByte(bytes)
  const text = normalised(new TextDecoder('utf-8').decode(bytes))
  const problems = [...lostCharacters(text, file, invalid !== null), ...forbiddenCharacters(text, file)]
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

/** Finds the longest prefix that is UTF-8 by halving, since TextDecoder says only yes or no. */
function firstInvalidByte(bytes: Uint8Array): number | null {
  if (isUtf8(bytes, false)) return null
  let [good, bad] = [0, bytes.length + 1]
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (isUtf8(bytes.subarray(0, middle), true)) good = middle
    else bad = middle
  }
  // A lead byte whose continuation is missing still passes as cut off: the sequence begins before it.
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

function forbiddenCharacters(text: string, file: string): Problem[] {
  const found: Problem[] = []
  for (const match of text.matchAll(FORBIDDEN)) {
    if (keepTabsAndBreaks(match[0]) !== ' ') continue
    if (found.length > 100) break
    found.push(
      problemAt(file, placeIn(text, match.index), 'control-character', { character: nameOf(match[0]) }),
    )
  }
  return found
}

/** U+FFFD is what a program leaves where it lost a letter; unless we just put it there ourselves. */
function lostCharacters(text: string, file: string, invalid: boolean): Problem[] {
  const index = text.indexOf(LOST)
  return index < 0 || invalid ? [] : [problemAt(file, placeIn(text, index), 'character-lost', {})]
}

function nameOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}

/** The place of a character of a text. */
export function placeIn(text: string, index: number): Place {
  const before = text.slice(0, index)
  const lastBreak = before.lastIndexOf('\n')
  return { line: before.split('\n').length, column: before.length - lastBreak }
}
