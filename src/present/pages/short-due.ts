import type { Strings } from '../../model/editions/edition.js'
import type { Language } from '../../model/language/language.js'
import { inWords } from '../mail/days.js'
import { daysLate } from '../mail/due.js'
import { say, sayCount } from '../mail/wording.js'

/** When work is due, for a narrow column: `strong` is read from afar. `tone`: late, today, or later. */
export type ShortDue = { strong: string; rest: string; tone: 'late' | 'today' | '' }

/** "1 jour / de retard", "aujourd’hui", "lun. 7 / décembre", from ISO dates; `today` null: it is done. */
export function shortDue(due: string, today: string | null, strings: Strings, language: Language): ShortDue {
  if (today !== null && due < today)
    return {
      strong: sayCount(strings, 'pages.due.days', daysLate(due, today), language),
      rest: say(strings, 'pages.due.late'),
      tone: 'late',
    }
  if (due === today) return { strong: say(strings, 'pages.due.today'), rest: '', tone: 'today' }
  return {
    strong: inWords(due, language, { weekday: 'short', day: 'numeric' }),
    rest: inWords(due, language, { month: 'long' }),
    tone: '',
  }
}
