/**
 * Control characters but for tab and line break, and what turns the direction of writing (UAX #9 §2) or breaks a line unseen. A carriage
 * return before a line feed is a line break.
 */
const UNSEEN = /\r(?!\n)|(?![\t\n\r])\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]/gu

/**
 * A text as people may see it on a terminal, a page or in a spreadsheet: what can't be seen stands there as a mark, such as ␛ or ⟨U+202E⟩
 * (faults.md). Everything else stays as it is.
 */
export const visible = (text: string): string => text.replace(UNSEEN, mark)

/** JSON of the same value, with what can't be seen escaped: a terminal shows it, a program reads what was there. */
export const visibleJson = (json: string): string =>
  json.replace(UNSEEN, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Control Pictures (Unicode block 2400) where there are some, else the code point. */
function mark(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return `\u27e8${codePointOf(character)}\u27e9`
}

/** A character by its number, as Unicode writes it: `U+200B`. */
export const codePointOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
