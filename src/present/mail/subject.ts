import type { EditionContent, Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import type { RankedItem } from './order.js'
import type { SubjectView } from './subject-counts.js'
import { typeset } from './typography.js'
import { say, sayCount } from './wording.js'

/** Clients cut longer ones; RFC 5322 §2.1.1 limits only the line. */
const SUBJECT_LENGTH = 110

/**
 * The subject in the reader's first language: the first item in the reader's order, and how many more are not standing. At most 110 characters; a
 * long title is cut at a word.
 */
export function subjectView(items: RankedItem[], content: EditionContent, language: Language): SubjectView {
  const strings = inLanguage(content.strings, language)
  const prefix = typeset(say(strings, `subject.${content.kind}`), language)
  const news = items.filter(item => item.section !== 'standing')
  const [first] = news
  if (!first) return { prefix, lead: sayCount(strings, 'subject.quiet', items.length, language), more: '' }
  const more = news.length > 1 ? sayCount(strings, 'subject.more', news.length - 1, language) : ''
  return {
    prefix,
    lead: leadOf(first, strings, language, SUBJECT_LENGTH - prefix.length - more.length),
    more,
  }
}

function leadOf(item: RankedItem, strings: Strings, language: Language, room: number): string {
  const title = oneLine(inLanguage(item.update.text, language).title)
  return shorten(typeset(say(strings, `subject.${item.ended ?? item.section}`, { title }), language), room)
}

/** Cuts a text at a word to `room` characters (UTF-16 units), ellipsis included; never inside a surrogate pair. */
function shorten(text: string, room: number): string {
  if (text.length <= room) return text
  const cut = text.slice(0, room - 1).replace(/[\ud800-\udbff]$/, '')
  const atWord = cut.replace(/(?<!\s)\s+\S*$/, '')
  return `${(atWord.length > room / 2 ? atWord : cut).replace(/(?<![\s,;:.–-])[\s,;:.–-]+$/, '')}…`
}
