/**
 * A text that somebody wrote, fit for one line of a message: without line breaks, control characters or turned
 * writing direction, and not longer than `limit` characters.
 */
export function printable(text: string, limit = 60): string {
  const shown = text
    .slice(0, limit)
    .replace(/[\p{Cc}\p{Cs}\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu, escaped)
  return text.length > limit ? `${shown}…` : shown
}

function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`
}
