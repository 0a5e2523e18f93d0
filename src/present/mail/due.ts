import { Temporal } from 'temporal-polyfill'
import type { Strings } from '../../model/editions/edition.js'
import type { Language } from '../../model/language/language.js'
import { dayOfYear } from './days.js'
import { typeset } from './typography.js'
import { fill, say, sayCount } from './wording.js'

/** Whole days after the due date on an ISO date; 0: not late. */
export function daysLate(due: string, today: string): number {
  if (due >= today) return 0
  return Temporal.PlainDate.from(due).until(Temporal.PlainDate.from(today)).days
}

/** "Pour le jeudi 3 décembre", "Pour aujourd’hui, …", "En retard de 2 jours, …", from ISO dates; `today` null: it is done. */
export function dueInWords(due: string, today: string | null, strings: Strings, language: Language): string {
  const date = dayOfYear(due, language)
  if (today !== null && due < today) return `${lateInWords(daysLate(due, today), strings, language)}, ${date}`
  const key = due === today ? 'today' : 'on'
  return fill(typeset(say(strings, `followUps.due.${key}`), language), { date })
}

/** "En retard de 2 jours". */
export const lateInWords = (days: number, strings: Strings, language: Language) =>
  typeset(sayCount(strings, 'followUps.due.late', days, language), language)
