import { codePointOf } from '../language/marks.js'

/**
 * Characters without a shape of their own (Unicode Default_Ignorable_Code_Point, and the no-break spaces), but for the
 * two that emoji are made with: U+200D and U+FE0F.
 */
const UNSEEN =
  /\u034f|[\ufe00-\ufe0e]|[\u00a0\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202f\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/u
const ALL_UNSEEN = new RegExp(UNSEEN.source, 'gu')

/** The first character of an address or a link that nobody can see: its index in UTF-16 units, and its code point as `U+200B`. */
export function firstUnseen(text: string): { index: number; character: string } | null {
  const match = UNSEEN.exec(text)
  return match && { index: match.index, character: codePointOf(match[0]) }
}

/** A text without what nobody can see. */
export function withoutUnseen(text: string): string {
  return text.replace(ALL_UNSEEN, '')
}

/** What only says where a word may or may not be parted, and marks that a program left: a title is clean of them. */
const SOFT = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g

/** A line of text without them. */
export function withoutSoft(text: string): string {
  return text.replace(SOFT, '')
}
