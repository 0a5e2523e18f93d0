/** Characters that can't be seen, or look like another, with what they are called. */
const NAMES: Record<string, string> = {
  '\u00a0': 'no-break space',
  '\u00ad': 'soft hyphen',
  '\u2007': 'figure space',
  '\u2009': 'thin space',
  '\u200b': 'zero width space',
  '\u200c': 'zero width non-joiner',
  '\u200d': 'zero width joiner',
  '\u200e': 'left-to-right mark',
  '\u200f': 'right-to-left mark',
  '\u202f': 'narrow no-break space',
  '\u2060': 'word joiner',
  '\ufeff': 'byte order mark',
  '\u2010': 'hyphen',
  '\u2011': 'non-breaking hyphen',
  '\u2012': 'figure dash',
  '\u2013': 'en dash',
  '\u2014': 'em dash',
  '\u2212': 'minus sign',
  '\uff20': 'full-width @',
  '\uff0e': 'full-width full stop',
  '\u3002': 'ideographic full stop',
  '\u2024': 'one dot leader',
  '\t': 'tab',
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|(?! )\p{Zs}/gu
/** Nothing of an address, an id, a code or a date is written with these. */
const LOOKALIKE = /[\u2010-\u2015\u2212\u2024\u3002\uff01-\uff5e\p{Script=Cyrillic}\p{Script=Greek}]/gu

const SHOWN_BY_NAME = new RegExp(`${UNSEEN.source}|${LOOKALIKE.source}`, 'u')

/**
 * A text of which each character counts, for one line of a message, from what matters on: what can't be seen, or looks like another character, stands
 * as its code point and name, `[U+200B zero width space]`.
 */
export function exact(text: string): string {
  const at = text.search(SHOWN_BY_NAME)
  // The message is cut at 60: the character stands near the beginning of what it shows.
  const from = at > FIRST_SHOWN ? at - FIRST_SHOWN : 0
  return `${from > 0 ? '…' : ''}${text
    .slice(from, from + 200)
    .replace(UNSEEN, named)
    .replace(LOOKALIKE, named)}`
}

const FIRST_SHOWN = 20

function named(character: string): string {
  const point = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
  const name = NAMES[character] ?? scriptOf(character)
  return `[U+${point}${name ? ` ${name}` : ''}]`
}

function scriptOf(character: string): string {
  if (/\p{Script=Cyrillic}/u.test(character)) return 'Cyrillic letter'
  if (/\p{Script=Greek}/u.test(character)) return 'Greek letter'
  return /[\uff01-\uff5e]/.test(character) ? 'full-width sign' : ''
}
