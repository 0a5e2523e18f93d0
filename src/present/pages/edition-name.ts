import { kindOf, weekOf } from '../../model/calendar/calendar.js'
import type { Strings } from '../../model/editions/edition.js'
import type { Language } from '../../model/language/language.js'
import { type DateParts, inWords } from '../mail/days.js'
import { typeset } from '../mail/typography.js'
import { fill, say } from '../mail/wording.js'

/**
 * "Semaine 49 · du 30 novembre au 6 décembre", "Édition urgente 1 · semaine 49 · …". The year is left out in `today`'s, an ISO date. Throws for what
 * is no edition.
 */
export function editionName(edition: string, today: string, strings: Strings, language: Language): string {
  const { number, monday, sunday } = weekOf(edition)
  const sameMonth = monday.slice(0, 7) === sunday.slice(0, 7)
  const sameYear = monday.slice(0, 4) === sunday.slice(0, 4)
  const year: DateParts = sunday.slice(0, 4) === today.slice(0, 4) && sameYear ? {} : { year: 'numeric' }
  const from: DateParts = sameMonth
    ? { day: 'numeric' }
    : { day: 'numeric', month: 'long', ...(sameYear ? {} : year) }
  const range = say(strings, 'dates.range', {
    from: inWords(monday, language, from),
    to: inWords(sunday, language, { day: 'numeric', month: 'long', ...year }),
  })
  const key = `pages.edition-name.${kindOf(edition)}`
  return fill(typeset(say(strings, key), language), {
    week: number,
    range,
    number: edition.split('-').at(-1) ?? '',
  })
}
