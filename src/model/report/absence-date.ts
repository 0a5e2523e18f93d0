import { fold } from './saying.js'

/** Year, month 1-12, day. */
type Day = { year: number; month: number; day: number }
/** A date as written; the year may be left out. */
type WrittenDay = { year: number | null; month: number; day: number }

const MONTHS: Record<string, number> = {}
for (const [index, names] of [
  'january janvier januari januar jan janv janner',
  'february fevrier februari februar feb fev fevr',
  'march mars maart marz mar mrt maerz',
  'april avril apr avr',
  'may mai mei',
  'june juin juni jun',
  'july juillet juli jul juil',
  'august aout augustus aug',
  'september septembre sep sept',
  'october octobre oktober oct okt',
  'november novembre nov',
  'december decembre dezember dec dez',
].entries())
  for (const name of names.split(' ')) MONTHS[name] = index + 1

const WEEKDAYS: Record<string, number> = {}
for (const [index, names] of [
  'sunday dimanche zondag sonntag',
  'monday lundi maandag montag',
  'tuesday mardi dinsdag dienstag',
  'wednesday mercredi woensdag mittwoch',
  'thursday jeudi donderdag donnerstag',
  'friday vendredi vrijdag freitag',
  'saturday samedi zaterdag samstag sonnabend',
].entries())
  for (const name of names.split(' ')) WEEKDAYS[name] = index

const MONTH = `(?:${Object.keys(MONTHS)
  .sort((one, other) => other.length - one.length)
  .join('|')})\\b\\.?`
const WEEKDAY = `(?:${Object.keys(WEEKDAYS).join('|')})`
const YEAR = `(?:,?\\s*(?:de\\s+)?(20\\d\\d))?`
/** Named groups can't repeat, so the forms are separate; each is tried at the place where a date is due. */
const FORMS: [RegExp, (match: string[]) => WrittenDay | null][] = [
  [/^(20\d\d)-(\d\d?)-(\d\d?)/, m => written(m[3], m[2], m[1])],
  [/^(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:20)?\d\d)(?!\d)/, m => dayFirst(m[1], m[2], m[3])],
  [/^(\d{1,2})[/.](\d{1,2})\.?(?![\d:h])/, m => dayFirst(m[1], m[2])],
  [
    new RegExp(`^(\\d{1,2})(?:er|re|e|st|nd|rd|th|\\.|de|ste)?(?:\\s+of)?\\s*[-/]?\\s*(${MONTH})${YEAR}`),
    m => named(m[1], m[2], m[3]),
  ],
  [
    new RegExp(`^(${MONTH})\\s*(?:the\\s+)?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:])${YEAR}`),
    m => named(m[2], m[1], m[3]),
  ],
]
const MONTH_END = new RegExp(
  `^(?:la\\s+)?(?:fin|the end of|end of|eind|einde|ende|het einde van)\\s+(?:du mois d[e']\\s*|de\\s+|d')?(${MONTH})${YEAR}`,
)

/** Between the words of a term and the date: articles, weekdays, "le", "and including", "nachstehend". */
const FILLER = new RegExp(
  `^(?:[\\s,:(*_]|(?:au|le|la|l'|on|the|den|de|dem|zum|en met|inclus|y compris|and including|het|op|am|of|date|datum|ce|cette|einschliesslich|einschl\\.|t/m|t\\.e\\.m\\.|${WEEKDAY}|prochain|${WEEKDAY.replace(/\)$/, '')})[a-z]{0,2}\\b\\.?|(?:mon|tue|wed|thu|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|ma|di|wo|do|vr|za|zo|mo|mi|fr|sa|so)\\b\\.?(?=[\\s,]+\\d))`,
)

/** What stands before the last day of an absence; before the second date of a range. */
const UNTIL =
  /\b(?:jusqu'?\s?(?:au|a|en)|jusqu'|until|untill|till|through|thru|tot en met|tot\/met|t\/m|t\.e\.m\.?|tem|t\.m\.|tot|bis einschliesslich|bis zum|bis|up to)(?=[\s:(])/g
/** What stands before the day of return. */
const RETURN =
  /\b(?:de retour|serai de retour|retour|reviens|reviendrai|rentrerai|reprendrai|reprise|joignable a (?:nouveau|partir)|disponible a (?:nouveau|partir)|a partir du|des le|back in the office|be back|am back|back|returning|return|available again|available (?:from|as of)|reachable again|terug|opnieuw (?:bereikbaar|aanwezig|beschikbaar)|weer (?:bereikbaar|aanwezig|beschikbaar)|vanaf|bereikbaar vanaf|zuruck|wieder (?:erreichbar|da|im (?:haus|buro|dienst))|ab dem|wieder ab|ab)\b/g
/** A range: "du 3 au 7 avril", "from 3 to 7 April", "van 3 tot 7 april", "vom 3. bis 7. April", "3 - 7 April", "July 10-31". */
const DAY = '\\d{1,2}(?:er|re|e|st|nd|rd|th|\\.)?'
const RANGE = new RegExp(
  `\\b(?:du|from|van|vom|between|entre|tussen|zwischen|on|for|of)?\\s*(?:le|the|den|dem|${WEEKDAY}|,|\\s){0,4}(?:(?:${MONTH})\\s*)?${DAY}[^\\n.;!?]{0,30}?(?:\\s(?:au|to|tot|bis|and|et|en|und|through|until)|\\s?[-–—])(?:\\s+(?:le|au|en met|the|zum|den|inclus|${WEEKDAY})){0,3}\\s*(?=\\d|${MONTH})`,
  'g',
)
const MONTH_RANGE = new RegExp(
  `\\b(${MONTH})\\s*\\d{1,2}(?:st|nd|rd|th)?\\s?(?:[-–—]|to|through|until|and)\\s?(\\d{1,2})(?:st|nd|rd|th)?(?![\\d:/.])${YEAR}`,
)

/**
 * Until when an out-of-office says that its author is away: an ISO date, or '' when it doesn't say. The last day of a range or of
 * an absence if one is named, else the day of return; authors don't tell the two apart, so neither do we. French,
 * Dutch, German, English; a date in digits is day first, unless the month would be above 12. A weekday alone, or a
 * date without year, is the next one from `sentOn`, the mail's own Date (ISO date, '' when unknown).
 */
export function absenceUntil(text: string, sentOn: string): string {
  const folded = fold(text.slice(0, 16_000)).replace(/[ \t]+/g, ' ')
  const sent = parseIso(sentOn)
  const monthRange = MONTH_RANGE.exec(folded)
  const inMonth = monthRange && named(monthRange[2], monthRange[1], monthRange[3])
  const found =
    firstDate(folded, UNTIL, sent, true) ??
    (inMonth ? inYear(inMonth, sent) : null) ??
    firstDate(folded, RANGE, sent, false) ??
    firstDate(folded, RETURN, sent, true)
  return found ? toIso(found) : ''
}

function firstDate(text: string, before: RegExp, sent: Day | null, mayBeWeekday: boolean): Day | null {
  for (const match of text.matchAll(before)) {
    const found = dateAt(
      text.slice(match.index + match[0].length, match.index + match[0].length + 120),
      sent,
      mayBeWeekday,
    )
    if (found) return found
  }
  return null
}

/** The date with which a text begins, after articles and weekdays. */
function dateAt(text: string, sent: Day | null, mayBeWeekday: boolean): Day | null {
  let rest = text
  for (let words = 0; words < 10; words++) {
    const day = readDay(rest)
    if (day) return inYear(day, sent)
    const weekday = mayBeWeekday ? readWeekday(rest) : null
    if (weekday !== null && !readDay(skip(rest))) return sent ? nextWeekday(sent, weekday) : null
    if (mayBeWeekday && sent && /^(?:demain|tomorrow|morgen)\b/.test(rest)) return plusDays(sent, 1)
    const filler = FILLER.exec(rest)?.[0] ?? ''
    if (filler === '') return null
    rest = rest.slice(filler.length)
  }
  return null
}

/** The text after a weekday and what may stand between it and its date. */
function skip(text: string): string {
  return text.replace(new RegExp(`^${WEEKDAY}[\\s,(]*(?:le|the|den|dem|de|op)?[\\s,]*`), '')
}

function readDay(text: string): WrittenDay | null {
  const monthEnd = MONTH_END.exec(text)
  const month = monthEnd ? MONTHS[(monthEnd[1] ?? '').replace('.', '')] : undefined
  if (month)
    return {
      year: monthEnd?.[2] ? Number(monthEnd[2]) : null,
      month,
      day: month === 2 ? 28 : [4, 6, 9, 11].includes(month) ? 30 : 31,
    }
  for (const [pattern, read] of FORMS) {
    const match = pattern.exec(text)
    const day = match ? read(match) : null
    if (day) return day
  }
  return null
}

function readWeekday(text: string): number | null {
  const name = new RegExp(`^(${WEEKDAY})\\b`).exec(text)?.[1]
  return name === undefined ? null : (WEEKDAYS[name] ?? null)
}

function written(day?: string, month?: string, year?: string): WrittenDay | null {
  const date = {
    year: year ? (Number(year) < 100 ? 2000 + Number(year) : Number(year)) : null,
    month: Number(month),
    day: Number(day),
  }
  const longest = new Date(Date.UTC(date.year ?? 2020, date.month, 0)).getUTCDate()
  return date.month >= 1 && date.month <= 12 && date.day >= 1 && date.day <= longest ? date : null
}

function dayFirst(one?: string, two?: string, year?: string): WrittenDay | null {
  return written(one, two, year) ?? written(two, one, year)
}

function named(day?: string, month?: string, year?: string): WrittenDay | null {
  return written(day, String(MONTHS[(month ?? '').replace('.', '')] ?? 0), year)
}

/** Without a year: the one that brings the date closest after the mail; up to 30 days before it may be a mail that was late. */
function inYear(day: WrittenDay, sent: Day | null): Day | null {
  if (day.year !== null) return { ...day, year: day.year }
  if (!sent) return null
  const sameYear = { ...day, year: sent.year }
  return instant(sameYear) < instant(sent) - 30 * 86_400_000 ? { ...day, year: sent.year + 1 } : sameYear
}

function nextWeekday(sent: Day, weekday: number): Day {
  const ahead = (weekday - new Date(instant(sent)).getUTCDay() + 7) % 7
  return plusDays(sent, ahead === 0 ? 7 : ahead)
}

function plusDays(day: Day, days: number): Day {
  return parseIso(new Date(instant(day) + days * 86_400_000).toISOString()) ?? day
}

function instant(day: Day): number {
  return Date.UTC(day.year, day.month - 1, day.day)
}

function parseIso(text: string): Day | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)/.exec(text)
  return match ? { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) } : null
}

function toIso(day: Day): string {
  return new Date(instant(day)).toISOString().slice(0, 10)
}
