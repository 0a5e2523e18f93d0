import { monthNumbers, weekdayNumbers } from './day-names.js'

const MONTHS = monthNumbers('fr', 'nl')
const WEEKDAYS = weekdayNumbers('fr', 'nl')

/** A day as written: `year` is empty when left out; `weekday` counts from 1 for Monday, or is null. */
export type SaidDay = { year: string; month: number; day: number; weekday: number | null }

/**
 * The day in a text, existing or not: `7/12/2026` (day first, as in Belgium), `7-12-2026`, `2026/12/7`, `lundi 7 décembre 2026`, `le 1er déc.`; null
 * where there is none.
 */
export function daySaid(text: string): SaidDay | null {
  const all = wordsOf(text)
  const words = all[0] === 'le' || all[0] === 'op' ? all.slice(1) : all
  const weekday = words.length > 1 ? (WEEKDAYS.get(words[0] ?? '') ?? null) : null
  const said = weekday === null ? words : words.slice(1)
  const found = said.length === 1 ? inDigits(said[0] ?? '') : inWords(said)
  return found && { ...found, weekday }
}

/** The words of a text, at most as many as a date with weekday and time has. */
function wordsOf(text: string): string[] {
  const folded = text.slice(0, 80).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return folded.split(/[\s,]+/).filter(Boolean)
}

const IN_DIGITS = /^(\d{1,4})([./-])(\d{1,2})(?:([./-])(\d{1,4}))?$/

/** A four-digit year may come first; both separators must be the same. */
function inDigits(word: string): Omit<SaidDay, 'weekday'> | null {
  const [, first, sign, month, secondSign, last = ''] = IN_DIGITS.exec(word) ?? []
  if (!first || (secondSign ?? sign) !== sign) return null
  const [year, day] = first.length === 4 ? [first, last] : [last, first]
  const isDay = day.length === 1 || day.length === 2
  return isDay && [0, 2, 4].includes(year.length) ? { year, month: Number(month), day: Number(day) } : null
}

function inWords([day = '', month = '', year = '', ...more]: readonly string[]): Omit<
  SaidDay,
  'weekday'
> | null {
  const number = /^(\d{1,2})(?:er|e|de|ste)?\.?$/.exec(day)?.[1]
  const named = MONTHS.get(month.replace(/\.$/, ''))
  if (!number || named === undefined || more.length > 0 || !/^(?:\d{4})?$/.test(year)) return null
  return { year, month: named, day: Number(number) }
}

/** `18h`, `18 h 30`, `18u30`, `18 uur`, `18:00`; after the day, with or without « à », "om" or a comma. */
const TIME = /^(\d{1,2}) ?(?:(?::|\.|h|u) ?(\d\d))? ?(?:h|u|heures?|uur)?$/

/** The day and the time (`18:30`) in a text; null where it doesn't end in a time. */
export function momentSaid(text: string): { day: string; time: string } | null {
  const words = wordsOf(text.replace(/(?<=\d)T(?=\d)/, ' '))
  for (let length = 1; length <= 4 && length < words.length; length++) {
    const day = words.slice(0, length).join(' ')
    const rest = words.slice(length)
    const time = timeIn(rest[0] === 'a' || rest[0] === 'om' ? rest.slice(1) : rest)
    if (time && daySaid(day)) return { day, time }
  }
  return null
}

function timeIn(words: readonly string[]): string | null {
  const text = words.join(' ')
  const [, hour, minute = '00'] = TIME.exec(text) ?? []
  return hour && /[^\d ]/.test(text) ? `${hour.padStart(2, '0')}:${minute}` : null
}
