import { Temporal } from 'temporal-polyfill'
import { ABSENCE_TERMS, type AbsenceTerm } from './absence-term.js'
import { fold } from './saying.js'
import {
  type Day,
  inYear,
  nextWeekday,
  parseIso,
  readDay,
  readDayAlone,
  readMonth,
  readMonthRange,
  readWeekday,
  WEEKDAY,
} from './written-date.js'

const TOMORROW = /^(?:demain|tomorrow|morgen)\b/
const END_OF_WEEK =
  /^(?:la )?(?:fin de (?:la )?semaine|(?:het )?eind(?:e)? van de(?:ze)? week|ende der woche|(?:the )?end of (?:the|this) week)/
/** Between such words and the date: articles, weekdays, "and including". */
const FILLER = new RegExp(
  `^(?:[\\s,:(*_]+|${WEEKDAY}\\.?|(?:en met|y compris|and including|inclus|inclusief|einschliesslich|einschl|prochain|next|volgende|nachsten|kommenden|the|au|le|la|l'|on|den|der|de|dem|zum|het|op|am|of|date|du|van|from|vom|with|work|bureau|kantoor|office|in|to|my|au bureau|ins|buro|jour|dag|tag|day|mon|tue|tues|wed|thu|thurs|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|ma|di|wo|do|vr|za|zo|mo|mi|fr|sa|so)\\b\\.?)`,
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
  for (const term of ABSENCE_TERMS) {
    const found = dateAfter(folded, term, sent)
    if (found) return found.toString()
  }
  const range = readMonthRange(folded)
  const end = range && inYear(range, sent)
  return end ? end.toString() : ''
}

function dateAfter(text: string, term: AbsenceTerm, sent: Day | null): Day | null {
  for (const match of text.matchAll(term.before)) {
    const start = match.index + match[0].length
    const after = text.slice(start, start + 120)
    const found = dateAt(after, term, sent)
    if (found && isMeant(found, after, term, sent)) return found
  }
  return null
}

function isMeant(found: Day, after: string, term: AbsenceTerm, sent: Day | null): boolean {
  const sentence = after.split(/[!?\n]|[a-z]\.\s/)[0] ?? ''
  if (term.says?.test(sentence) === false || term.saysNot?.test(sentence)) return false
  return !term.later || sent === null || Temporal.PlainDate.compare(found, sent) > 0
}

/** The date with which a text begins, after articles and the like. A weekday counts when no date follows it. */
function dateAt(text: string, term: AbsenceTerm, sent: Day | null): Day | null {
  let rest = text
  let weekday: number | null = null
  let words = term.words ?? 0
  for (let steps = 0; steps < 14; steps++) {
    const day = readDay(rest) ?? (term.month ? readMonth(rest) : null)
    if (day) return inYear(day, sent)
    const relative = term.relative && sent ? relativeDay(rest, sent) : null
    if (relative) return relative
    weekday ??= readWeekday(rest)
    const filler = FILLER.exec(rest)?.[0] ?? (words-- > 0 ? (/^[a-z'-]+/.exec(rest)?.[0] ?? '') : '')
    if (filler === '') break
    rest = rest.slice(filler.length)
  }
  return term.relative && sent && weekday !== null ? nextWeekday(sent, weekday) : null
}

function relativeDay(text: string, sent: Day): Day | null {
  if (TOMORROW.test(text)) return sent.add({ days: 1 })
  if (END_OF_WEEK.test(text)) return nextWeekday(sent.subtract({ days: 1 }), 7)
  return readDayAlone(text, sent)
}
