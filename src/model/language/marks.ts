/**
 * Control characters except tab and line break, direction characters (UAX #9 §2), and invisible line breaks. A carriage return before a line feed is
 * a line break.
 */
const UNSEEN = /\r(?!\n)|(?![\t\n\r])\p{Cc}|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufff9-\ufffb]/gu

/** A text for a terminal, page or spreadsheet: invisible characters become marks such as ␛ or ⟨U+202E⟩ (faults.md). Everything else stays. */
export const visible = (text: string): string => text.replace(UNSEEN, mark)

/** The same JSON with invisible characters escaped: a terminal shows them, a program reads the original. */
export const visibleJson = (json: string): string =>
  json.replace(UNSEEN, one => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A Control Picture (Unicode block 2400) if there is one, else the code point. */
function mark(character: string): string {
  const code = character.charCodeAt(0)
  if (code < 0x20) return String.fromCharCode(0x2400 + code)
  if (code === 0x7f) return '\u2421'
  return `\u27e8${codePointOf(character)}\u27e9`
}

/** A character by its number, as Unicode writes it: `U+200B`. */
export const codePointOf = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
