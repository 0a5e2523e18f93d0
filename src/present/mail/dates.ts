import type { EditionContent, EditionItem } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import { oneLine } from '../../model/language/single-line.js'
import { utc } from './days.js'
import { type DayView, isOut } from './event-views.js'
import type { ItemContext } from './item-view.js'
import { shortDate } from './money-and-dates.js'
import { typeset } from './typography.js'
import { hasWords, say } from './wording.js'

const HORIZON_DAYS = 35

type Day = { iso: string; id: string; title: string; what: 'deadline-of' | 'end-of' | 'start-of' | 'only-on' }

/** Deadlines, last days and first days within five weeks of the sending day, by date. */
export function dayViews({ content, language, strings }: ItemContext): DayView[] {
  return comingDays(content, language).map(day => ({
    date: shortDate(day.iso, language),
    title: typeset(day.title, language),
    anchor: `${language}-${day.id}`,
    what: say(strings, `edition.${day.what}`),
  }))
}

const ONLY_ON = 'edition.only-on'

function comingDays(content: EditionContent, language: Language): Day[] {
  const strings = inLanguage(content.strings, language)
  const last = daysAfter(content.date, HORIZON_DAYS)
  const days: Day[] = []
  for (const item of content.items) {
    const { update } = item
    if (isOut(item) || update.event) continue
    const add = (iso: string | null, what: Day['what']) => {
      if (iso && iso >= content.date && iso <= last)
        days.push({ iso, id: update.id, title: oneLine(inLanguage(update.text, language).title), what })
    }
    const isOneDay = update.from !== null && update.from === update.until && hasWords(strings, ONLY_ON)
    add(update.from, isOneDay ? 'only-on' : 'start-of')
    add(update.deadline, 'deadline-of')
    if (!isOneDay && update.until !== update.deadline) add(update.until, 'end-of')
  }
  return days.sort((a, b) => (a.iso === b.iso ? (a.id < b.id ? -1 : 1) : a.iso < b.iso ? -1 : 1))
}

/** An item's deadline, else its last day, if within seven days of an ISO date; or null. */
export function endsWithinAWeek(item: EditionItem, date: string): string | null {
  const { update } = item
  if (isOut(item) || update.event) return null
  const iso = update.deadline ?? update.until
  return iso !== null && iso >= date && iso <= daysAfter(date, 6) ? iso : null
}

/** The ISO date `days` later. */
function daysAfter(iso: string, days: number): string {
  return new Date(utc(iso).getTime() + days * 86_400_000).toISOString().slice(0, 10)
}
