import type { Strings } from '../../model/editions/edition.js'
import type { Language } from '../../model/language/language.js'
import { type DateParts, dayOfYear, inWords, longDate, plainDate } from './days.js'
import { hasWords, say } from './wording.js'

export const ISO_MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/

/** "du 25 au 31 mai 2020", "van 25 tot en met 31 mei 2020"; month and year of the first day only where they differ. */
export function dayRange(first: string, last: string, strings: Strings, language: Language): string {
  if (first === last && hasWords(strings, 'dates.on'))
    return say(strings, 'dates.on', { date: plainDate(first, language) })
  const sameMonth = first.slice(0, 7) === last.slice(0, 7)
  const sameYear = first.slice(0, 4) === last.slice(0, 4)
  const from: DateParts = sameMonth
    ? { day: 'numeric' }
    : { day: 'numeric', month: 'long', ...(sameYear ? {} : { year: 'numeric' }) }
  return say(strings, 'dates.range', {
    from: inWords(first, language, from),
    to: plainDate(last, language),
  })
}

/** "lundi 6 avril 2020", without the year if it is another day's (ISO). */
export function dayBeside(iso: string, other: string | null, language: Language): string {
  return iso.slice(0, 4) === other?.slice(0, 4) ? dayOfYear(iso, language) : longDate(iso, language)
}

type Span = { start: string; end: string | null }

/**
 * "lundi 6 avril 2020, de 14 h à 15 h 30", from an update's local moments; over several days "du lundi 7 décembre à 9 h au mercredi 9 décembre 2020 à
 * 17 h". `today`: an ISO date whose year is left out.
 */
export function moment(
  start: string,
  end: string | null,
  strings: Strings,
  language: Language,
  today: string | null = null,
): string {
  const span = { start, end }
  return overDays(span, strings, language, today) ?? onOneDay(span, strings, language, today)
}

const onOneDay = (span: Span, strings: Strings, language: Language, today: string | null) =>
  momentOn(dayBeside(span.start, today, language), span, strings, language)

/** Start and end with their days; null for one day, or with frozen words that lack this form. */
function overDays(
  { start, end }: Span,
  strings: Strings,
  language: Language,
  today: string | null,
): string | null {
  if (!end || !ISO_MOMENT.test(start) || !ISO_MOMENT.test(end)) return null
  if (end.slice(0, 10) === start.slice(0, 10) || !hasWords(strings, 'dates.days')) return null
  // A common year stands once, at the end.
  const sameYear = start.slice(0, 4) === end.slice(0, 4)
  const at = (iso: string, beside: string | null) =>
    say(strings, 'dates.day-at', {
      day: dayBeside(iso, beside, language),
      hour: say(strings, 'dates.start', { start: timeOfDay(iso, strings) }),
    })
  return say(strings, 'dates.days', { from: at(start, sameYear ? end : today), to: at(end, today) })
}

/** The same on one day, whose words are given. */
export function momentOn(day: string, { start, end }: Span, strings: Strings, language: Language): string {
  if (!ISO_MOMENT.test(start)) return day
  const from = timeOfDay(start, strings)
  const hours =
    end && ISO_MOMENT.test(end) && end.slice(0, 10) === start.slice(0, 10)
      ? say(strings, 'dates.span', { start: spanStart(from, language), end: timeOfDay(end, strings) })
      : say(strings, 'dates.start', { start: from })
  return say(strings, 'dates.moment', { day, hours })
}

/** Dutch has "uur" once: "van 14 tot 15.30 uur". */
function spanStart(from: string, language: Language): string {
  return language === 'nl' ? from.replace(/\u00a0uur$/, '') : from
}

function timeOfDay(iso: string, strings: Strings): string {
  const hour = String(Number(iso.slice(11, 13)))
  const minute = iso.slice(14, 16)
  const key = minute === '00' ? 'dates.hour' : 'dates.time'
  return say(strings, key, { hour, minute }).replaceAll(' ', '\u00a0')
}

/** Within a sentence, no comma separates day and hour. */
export function momentInText(instant: string, strings: Strings, language: Language): string {
  const day = dayOfYear(instant, language)
  const words = momentOn(day, { start: instant, end: null }, strings, language)
  return words.replace(`${day}, `, `${day} `)
}
