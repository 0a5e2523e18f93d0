import { Temporal } from 'temporal-polyfill'
import { sentencesOf } from './absence-sentence.js'
import { ABSENCE_TERMS, type AbsenceTerm } from './absence-term.js'
import {
  isOfAuthor,
  isOfSelf,
  isOpeningDays,
  type Place,
  speaksOfAbsence,
  speaksOfElse,
} from './absence-words.js'
import { dayAfter } from './relative-day.js'
import {
  type Day,
  inYear,
  nextWeekday,
  parseIso,
  readDay,
  readMonth,
  readMonthRange,
  readWeekday,
  WEEKDAY,
} from './written-date.js'

/** Between such words and a date: articles, weekdays, "and including". */
const FILLER = new RegExp(
  `^(?:[\\s,:(*_]+|${WEEKDAY}\\.?|(?:en met|et y compris|y compris|and including|inclus|inclusief|einschliesslich|einschl|prochain|next|volgende|komende|nachsten|kommenden|the|au|le|la|les|l'|on|den|der|de|dem|zum|het|op|am|of|date|du|van|from|vom|with|work|bureau|kantoor|office|in|to|my|au bureau|rentree|matin|midi|soir|ins|buro|jour|dag|tag|day|mon|tue|tues|wed|thu|thurs|fri|sat|sun|lun|mar|mer|jeu|ven|sam|dim|ma|di|wo|do|vr|za|zo|mo|mi|fr|sa|so)\\b\\.?)`,
)
/** Characters that are read of a notice, and of a sentence beside a date. */
const READ = 16_000
const BEFORE = 300
const AFTER = 160

/**
 * The end of an absence: an ISO date, or ''. It is the last day, else the day of return, which authors don't tell apart. Weekdays, "tomorrow", "for
 * two weeks" and dates without year count from `sentOn`, the mail's ISO date ('' when unknown). Opening hours and other ends don't count. French,
 * Dutch, German, English.
 */
export function absenceUntil(text: string, sentOn: string): string {
  const sentences = sentencesOf(text.slice(0, READ))
  const sent = parseIso(sentOn)
  for (const term of ABSENCE_TERMS)
    for (const sentence of sentences) {
      const found = dateIn(sentence, term, sent)
      if (found) return found.toString()
    }
  return rangeIn(sentences, sent)
}

/** "July 10-31". */
function rangeIn(sentences: string[], sent: Day | null): string {
  for (const sentence of sentences) {
    const range = readMonthRange(sentence)
    const end = range && !speaksOfElse(sentence) && inYear(range, sent)
    if (end) return end.toString()
  }
  return ''
}

function dateIn(sentence: string, term: AbsenceTerm, sent: Day | null): Day | null {
  for (const match of sentence.matchAll(term.before)) {
    const start = match.index + match[0].length
    const before = sentence.slice(Math.max(0, match.index - BEFORE), match.index)
    const place = { before, word: match[0], after: sentence.slice(start, start + AFTER) }
    const found = term.duration ? durationAt(place, sent) : dateAt(place, term, sent)
    if (found && isMeant(found, place, term, sent)) return found.day
  }
  return null
}

/** A day, the words skipped before it, and whether it is only a weekday. */
type Found = { day: Day; skipped: string; isWeekday: boolean }

function isMeant(
  { day, skipped, isWeekday }: Found,
  place: Place,
  term: AbsenceTerm,
  sent: Day | null,
): boolean {
  const { word, after } = place
  if (term.says?.test(word + after) === false || term.saysNot?.test(after)) return false
  if (speaksOfElse(skipped)) return false
  if (isWeekday && isOpeningDays(place)) return false
  const about = speaksOfAbsence(place)
  if (term.isUntil && isPast(place)) return false
  if (term.isUntil && (about === false || (about === null && !isOfAuthor(place)))) return false
  if (term.isAbsence && about !== true) return false
  if (term.later && isReturnOfElse(place)) return false
  return !term.later || sent === null || Temporal.PlainDate.compare(day, sent) > 0
}

/** "La prime est disponible à partir du 1er janvier": not about the author. */
function isReturnOfElse(place: Place): boolean {
  const isSaid = place.word.trim().length > 2 && speaksOfAbsence({ ...place, after: '' }) === false
  return (isSaid || speaksOfElse(place.after)) && !isOfSelf(place.before + place.after)
}

function durationAt({ after }: Place, sent: Day | null): Found | null {
  const day = sent && dayAfter(after.trimStart(), sent)
  return day && { day, skipped: '', isWeekday: false }
}

/** The date at a text's beginning, after articles and the like. A weekday counts when no date follows. */
function dateAt({ after }: Place, term: AbsenceTerm, sent: Day | null): Found | null {
  let rest = after
  let weekday: Day | null = null
  let words = term.words ?? 0
  for (let steps = 0; steps < 14; steps++) {
    const skipped = after.slice(0, after.length - rest.length)
    const written = readDay(rest) ?? (term.month ? readMonth(rest) : null)
    const day = written ? inYear(written, sent) : term.relative && sent ? dayAfter(rest, sent) : null
    if (written || day) return day && { day, skipped, isWeekday: false }
    weekday ??= sent && weekdayAfter(rest, sent)
    const filler = FILLER.exec(rest)?.[0] ?? (words-- > 0 ? (/^[a-z'-]{1,40}/.exec(rest)?.[0] ?? '') : '')
    if (filler === '') break
    rest = rest.slice(filler.length)
  }
  const skipped = after.slice(0, after.length - rest.length)
  return term.relative && weekday ? { day: weekday, skipped, isWeekday: true } : null
}

/** A past absence and a present one. */
const TENSES =
  /\b(?:(j'etais|(?:nous )?etions|(?:ik|ich|i) was|ik ben [^.]{0,60} geweest|ich war|wir waren|(?:we|wij) waren|we were|i have been|j'ai ete|nous avons ete)|suis|serai|sommes|serons|ben|zal|zijn|zullen|bin|werde|sind|am|i'm|will|are)\b/g

/** "J'étais absente du 2 au 6": a past absence. */
function isPast({ before }: Place): boolean {
  let isOver = false
  for (const match of before.matchAll(TENSES)) isOver = match[1] !== undefined
  return isOver
}

/** "Lundi en huit", "vrijdag over een week": not the next one, but the one after. */
const IN_EIGHT = new RegExp(`^${WEEKDAY} (?:en huit|over een week|over 8 dagen|in einer woche|week)\\b`)
const AND_WEEKDAY = new RegExp(`^${WEEKDAY}\\.?\\s?(?:,|et|en|and|und|&)\\s?(?=${WEEKDAY})`)

/** The next weekday after a day, from a text's beginning; the second of "lundi et mardi". */
function weekdayAfter(text: string, sent: Day): Day | null {
  const rest = text.slice(AND_WEEKDAY.exec(text)?.[0].length ?? 0)
  const weekday = readWeekday(rest)
  if (weekday === null) return null
  const next = nextWeekday(sent, weekday)
  return IN_EIGHT.test(rest) ? next.add({ days: 7 }) : next
}
