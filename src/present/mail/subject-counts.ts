import type { EditionContent, Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { endsWithinAWeek } from './dates.js'
import { weekday } from './days.js'
import { kindOf, type RankedItem } from './order.js'
import { sayCount } from './wording.js'

/** A subject in three parts, without markup: "Urgent : ", the most important title, " et 4 autres informations". */
export type SubjectView = { prefix: string; lead: string; more: string }

/** "3 nouveautés, 2 modifications, 1 fin ce dimanche": the edition in one line. */
export function countsLine(
  items: Pick<RankedItem, 'section' | 'ended'>[],
  content: EditionContent,
  language: Language,
): string {
  const strings = inLanguage(content.strings, language)
  const count = (kind: string) => items.filter(item => kindOf(item) === kind).length
  const parts = (['new', 'changed', 'ended', 'withdrawn'] as const)
    .filter(section => count(section) > 0)
    .map(section => sayCount(strings, `counts.${section}`, count(section), language))
  if (parts.length === 0) parts.push(sayCount(strings, 'counts.standing', count('standing'), language))
  const ending = endingDates(content)
  if (ending.length > 0) parts.push(endingText(ending, strings, language))
  return parts.join(', ')
}

function endingText(ending: string[], strings: Strings, language: Language): string {
  const sameDay = ending.every(iso => iso === ending[0])
  if (!sameDay) return sayCount(strings, 'counts.due-week', ending.length, language)
  return sayCount(strings, 'counts.due-day', ending.length, language, {
    weekday: weekday(ending[0] as string, language),
  })
}

/** What ends within seven days of the sending day: ISO dates, each item once. */
function endingDates(content: EditionContent): string[] {
  return content.items
    .map(item => endsWithinAWeek(item, content.date))
    .filter((iso): iso is string => iso !== null)
}
