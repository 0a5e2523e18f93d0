/**
 * A text that somebody wrote, fit for one line of a message: without line breaks and turned writing direction,
 * with what nobody sees as its code point, and not longer than `limit` characters.
 */
export function printable(text: string, limit = 60): string {
  const shown = text
    .slice(0, limit)
    .replace(
      /[\p{Cc}\p{Cs}\u00ad\u061c\u115f\u1160\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/gu,
      escaped,
    )
  return text.length > limit ? `${shown}…` : shown
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
