/** A written text as one line of a message: no line breaks or direction characters, invisible ones as code points, at most `limit` characters. */
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
