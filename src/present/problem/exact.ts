import { codePointOf } from '../../model/language/marks.js'
import { type ProblemLanguage, TEXTS } from './wording.js'

/** Invisible characters, and spaces other than the usual one. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]|(?! )\p{Zs}/gu
/** Characters that no address, id, code or date contains. */
const LOOKALIKE = /[\u2010-\u2015\u2212\u2024\u3002\uff01-\uff5e\p{Script=Cyrillic}\p{Script=Greek}]/gu
/** Letters without individual names. */
const OTHERS = {
  Cyrillic: /\p{Script=Cyrillic}/u,
  Greek: /\p{Script=Greek}/u,
  'full-width': /[\uff01-\uff5e]/,
}

const SHOWN_BY_NAME = new RegExp(`${UNSEEN.source}|${LOOKALIKE.source}`, 'u')
const FIRST_SHOWN = 20

/**
 * A text whose every character counts, for one line of a message. Invisible or deceptive characters appear as code point and name, `[U+200B zero
 * width space]`.
 */
export function exact(text: string, language: ProblemLanguage): string {
  const named = (character: string) =>
    `[${[codePointOf(character), characterName(character, language)].join(' ').trim()}]`
  const at = text.search(SHOWN_BY_NAME)
  // A message is cut at 60: the character must be near the beginning.
  const from = at > FIRST_SHOWN ? at - FIRST_SHOWN : 0
  return `${from > 0 ? '…' : ''}${text
    .slice(from, from + 200)
    .replace(UNSEEN, named)
    .replace(LOOKALIKE, named)}`
}

/** The name of a character; empty where the code point suffices. */
function characterName(character: string, language: ProblemLanguage): string {
  const { characters } = TEXTS[language]
  const [script = ''] = Object.entries(OTHERS).find(([, letters]) => letters.test(character)) ?? []
  return characters[codePointOf(character)] ?? characters[script] ?? ''
}
