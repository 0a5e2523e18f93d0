import { codePointOf } from '../../model/language/marks.js'
import { type ProblemLanguage, TEXTS } from './wording.js'

/** What can't be seen, or is a space but for the usual one. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|(?! )\p{Zs}/gu
/** Nothing of an address, an id, a code or a date is written with these. */
const LOOKALIKE = /[\u2010-\u2015\u2212\u2024\u3002\uff01-\uff5e\p{Script=Cyrillic}\p{Script=Greek}]/gu
/** Letters that have no name each. */
const OTHERS = {
  Cyrillic: /\p{Script=Cyrillic}/u,
  Greek: /\p{Script=Greek}/u,
  'full-width': /[\uff01-\uff5e]/,
}

const SHOWN_BY_NAME = new RegExp(`${UNSEEN.source}|${LOOKALIKE.source}`, 'u')
const FIRST_SHOWN = 20

/**
 * A text of which each character counts, for one line of a message, from what matters on: what can't be seen, or looks like another character, stands
 * as its code point and name, `[U+200B zero width space]`.
 */
export function exact(text: string, language: ProblemLanguage): string {
  const named = (character: string) =>
    `[${[codePointOf(character), characterName(character, language)].join(' ').trim()}]`
  const at = text.search(SHOWN_BY_NAME)
  // The message is cut at 60: the character stands near the beginning of what it shows.
  const from = at > FIRST_SHOWN ? at - FIRST_SHOWN : 0
  return `${from > 0 ? '…' : ''}${text
    .slice(from, from + 200)
    .replace(UNSEEN, named)
    .replace(LOOKALIKE, named)}`
}

/** Empty where the code point alone says it. */
function characterName(character: string, language: ProblemLanguage): string {
  const { characters } = TEXTS[language]
  const [script = ''] = Object.entries(OTHERS).find(([, letters]) => letters.test(character)) ?? []
  return characters[codePointOf(character)] ?? characters[script] ?? ''
}
