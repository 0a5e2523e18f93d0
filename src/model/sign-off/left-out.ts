import type { LeftOut, Strings } from '../edition/edition.js'
import type { Bilingual, Language } from '../language.js'
import { oneLine } from '../view/item.js'
import { plainDate } from '../view/money-and-dates.js'
import { typeset } from '../view/typography.js'
import { say } from '../view/wording.js'

/** An update that an edition doesn't hold although none has told it, as a notice keeps it. */
export type Absent = Pick<LeftOut, 'reason' | 'day'> & { title: Bilingual }

export const absentOf = ({ update, reason, day }: LeftOut): Absent => ({
  title: { fr: update.text.fr.title, nl: update.text.nl.title },
  reason,
  day,
})

/** Its title, and why it isn't there: two cells of a table. */
export function absentRow({ title, reason, day }: Absent, strings: Strings, language: Language): string[] {
  const date = day ? plainDate(day, language) : ''
  return [
    typeset(oneLine(title[language]), language),
    typeset(say(strings, `notices.summary.${reason}`, { date }), language),
  ]
}
