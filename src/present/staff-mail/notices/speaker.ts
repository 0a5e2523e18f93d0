import type { Strings } from '../../../model/editions/edition.js'
import type { Language } from '../../../model/language/language.js'
import { momentInText } from '../../mail/spans.js'
import { typeset } from '../../mail/typography.js'
import { fill, say } from '../../mail/wording.js'
import type { NoticeExtras } from '../notice-extras.js'
import type { StateView } from './states.js'

/** A table of communes by editions; the last edition in words. */
export type NoticeBoard = {
  title: string
  corner: string
  /** `isOld`: hidden where space is short. */
  editions: { name: string; isOld: boolean }[]
  last: string
  count: string
  rows: { name: string; before: (StateView & { isOld: boolean })[]; now: StateView; open: number }[]
  legend: string
}

/** Numbers as bars of cells; `percent` of the longest. */
export type NoticeBars = {
  title: string
  none: string
  rows: { name: string; count: number; percent: number }[]
}

export type Speaker = {
  language: Language
  strings: Strings
  /** A text of this kind of mail; filled-in values stay unchanged. */
  text: (key: string, values?: Record<string, string | number>) => string
  /** A row of facts, named by `notices.facts`. */
  fact: (key: string, value: string) => { name: string; value: string }
  /** "jeudi 26 novembre à 9 h", from ISO 8601 with offset. */
  moment: (instant: string) => string
  extras: NoticeExtras | null
}

/** The words of one kind of staff mail in one language. */
export function speakerOf(
  kind: string,
  strings: Strings,
  language: Language,
  extras: NoticeExtras | null,
): Speaker {
  const set = (key: string) => typeset(say(strings, key), language)
  return {
    language,
    strings,
    text: (key, values = {}) => fill(set(`notices.${kind}.${key}`), values),
    fact: (key, value) => ({ name: set(`notices.facts.${key}`), value }),
    moment: instant => momentInText(instant, strings, language),
    extras,
  }
}
