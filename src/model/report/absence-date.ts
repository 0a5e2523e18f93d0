import { fold } from './saying.js'
import {
  type Day,
  inYear,
  MONTH,
  nextWeekday,
  parseIso,
  plusDays,
  readDay,
  readDayAlone,
  readMonthRange,
  readWeekday,
  toIso,
  WEEKDAY,
} from './written-date.js'

/** Before the last day of an absence. */
const UNTIL =
  /\b(?:jusqu'?\s?(?:au|a|en)|jusqu'|until|untill|till|through|thru|tot en met|tot\/met|t\/m|t\.e\.m\.?|tem|t\.m\.|tot|bis einschliesslich|bis zum|bis|up to)(?=[\s:(])/g
const END_OF_WEEK =
  /^(?:la )?(?:fin de (?:la )?semaine|(?:het )?eind(?:e)? van de(?:ze)? week|ende der woche|(?:the )?end of (?:the|this) week)/
/** Before the day of return. */
const RETURN =
  /\b(?:de retour|serai de retour|retour|reviens|reviendrai|rentrerai|reprendrai|reprise|(?:joignable|disponible) a (?:nouveau|partir)|a partir du|des le|back in the office|be back|am back|back|returning|return|available again|available (?:from|as of)|reachable again|terug|(?:opnieuw|weer|terug) (?:bereikbaar|aanwezig|beschikbaar)|vanaf|bereikbaar vanaf|zuruck|wieder (?:erreichbar|da|im (?:haus|buro|dienst))|ab dem|wieder ab|ab)\b/g
/** Before the second date of a range: "du 3 au 7 avril", "van 3 tot 7 april", "3 - 7 April", "3/4 - 7/4"; not in phone numbers. */
const RANGE = new RegExp(
  [
    `\\b(?:(?:${MONTH})\\s*)?\\d{1,2}(?:er|re|e|st|nd|rd|th|\\.)?(?![\\d:])[^\\n;!?]{0,30}?\\s(?:au|to|tot|bis|and|et|en|und|through|until)\\b`,
    `(?<![\\d./+-])\\d{1,2}\\.?(?:\\s*${MONTH})?\\s?[-–—](?=\\s?\\d{1,2}\\.?\\s*${MONTH})`,
    `(?<![\\d./+-])\\d{1,2}[/.]\\d{1,2}[/.]?(?:20\\d\\d|\\d\\d)?\\s?[-–—](?=\\s?\\d{1,2}[/.]\\d)`,
  ].join('|'),
  'g',
)
/** Between such words and the date: articles, weekdays, "and including". */
const FILLER = new RegExp(
  `^(?:[\\s,:(*_]+|${WEEKDAY}\\.?|(?:en met|y compris|and including|inclus|inclusief|einschliesslich|einschl\\.|prochain|next|volgende|nachsten|kommenden|the|au|le|la|l'|on|den|der|de|dem|zum|het|op|am|of|date|du|van|from|vom|with|work|bureau|kantoor|office|in|to|my|au bureau|ins|buro|jour|dag|tag|day|mon|tue|tues|wed|thu|thurs|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|ma|di|wo|do|vr|za|zo|mo|mi|fr|sa|so)\\b\\.?)`,
)

/**
 * Until when an out-of-office says that its author is away: an ISO date, or '' when it doesn't say. The last day of an
 * absence or of a range if one is named, else the day of return: authors don't tell the two apart, so neither do we.
 * A weekday alone, "tomorrow", or a date without year is the next one from `sentOn`, the day of the mail (ISO date, ''
 * when unknown). French, Dutch, German, English.
 */
export function absenceUntil(text: string, sentOn: string): string {
  const folded = fold(text.slice(0, 16_000)).replace(/[ \t]+/g, ' ')
  const sent = parseIso(sentOn)
  const range = readMonthRange(folded)
  const found =
    firstDate(folded, UNTIL, sent) ??
    (range ? inYear(range, sent) : null) ??
    firstDate(folded, RANGE, sent) ??
    firstDate(folded, RETURN, sent)
  return found ? toIso(found) : ''
}

function firstDate(text: string, before: RegExp, sent: Day | null): Day | null {
  for (const match of text.matchAll(before)) {
    const start = match.index + match[0].length
    const after = text.slice(start, start + 120)
    const found = dateAt(after, sent, before !== RANGE)
    if (found && (before !== RETURN || isReturn(found, after, sent))) return found
  }
  return null
}

/** "Ab 2. April abwesend", "vanaf maandag met verlof": the day on which an absence begins is no return. */
function isReturn(found: Day, after: string, sent: Day | null): boolean {
  const sentence = after.split(/[!?\n]|\.\s/)[0] ?? ''
  if (
    /\b(?:absente?|conges?|vacances|afwezig|verlof|vakantie|abwesend|urlaub|away|leave|nicht|niet)\b/.test(
      sentence,
    )
  )
    return false
  return sent === null || toIso(found) > toIso(sent)
}

/** The date with which a text begins, after articles and the like. A weekday counts when no date follows it. */
function dateAt(text: string, sent: Day | null, mayBeWeekday: boolean): Day | null {
  let rest = text
  let weekday: number | null = null
  for (let words = 0; words < 12; words++) {
    const day = readDay(rest)
    if (day) return inYear(day, sent)
    if (mayBeWeekday && sent && /^(?:demain|tomorrow|morgen)\b/.test(rest)) return plusDays(sent, 1)
    if (mayBeWeekday && sent && END_OF_WEEK.test(rest)) return nextWeekday(plusDays(sent, -1), 7)
    const alone = mayBeWeekday && sent ? readDayAlone(rest, sent) : null
    if (alone) return alone
    weekday ??= readWeekday(rest)
    const filler = FILLER.exec(rest)?.[0] ?? ''
    if (filler === '') break
    rest = rest.slice(filler.length)
  }
  return mayBeWeekday && sent && weekday !== null ? nextWeekday(sent, weekday) : null
}
