import { codePointOf } from '../language/marks.js'

/** Characters without a shape (Unicode Default_Ignorable_Code_Point, and no-break spaces), except the two that form emoji: U+200D and U+FE0F. */
const UNSEEN =
  /\u034f|[\ufe00-\ufe0e]|[\u00a0\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200c\u200e\u200f\u202a-\u202f\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e0fff}]/u
const ALL_UNSEEN = new RegExp(UNSEEN.source, 'gu')

/** The first invisible character of an address or link: its index in UTF-16 units, and its code point as `U+200B`. */
export function firstUnseen(text: string): { index: number; character: string } | null {
  const match = UNSEEN.exec(text)
  return match && { index: match.index, character: codePointOf(match[0]) }
}

/** A text without invisible characters. */
export function withoutUnseen(text: string): string {
  return text.replace(ALL_UNSEEN, '')
}

/** Optional breaks in words, and marks left by programs; removed from titles. */
const SOFT = /[\u00ad\u200b\u200e\u200f\u2060\ufeff]/g

/** A line of text without such characters. */
export function withoutSoft(text: string): string {
  return text.replace(SOFT, '')
}
