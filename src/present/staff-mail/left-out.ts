import type { LeftOut, Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language, type Localized } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import { titleOf } from '../../model/updates/update.js'
import { plainDate } from '../mail/days.js'
import { typeset } from '../mail/typography.js'
import { say } from '../mail/wording.js'

/** An update that no edition has told and this one leaves out, as stored in a staff mail. */
export type Absent = Pick<LeftOut, 'reason' | 'day'> & { title: Localized }

export const absentOf = ({ update, reason, day }: LeftOut): Absent => ({
  title: titleOf(update),
  reason,
  day,
})

/** The update's title and why it is left out: two table cells. */
export function absentRow({ title, reason, day }: Absent, strings: Strings, language: Language): string[] {
  const date = day ? plainDate(day, language) : ''
  return [
    typeset(oneLine(inLanguage(title, language)), language),
    typeset(say(strings, `notices.summary.${reason}`, { date }), language),
  ]
}
