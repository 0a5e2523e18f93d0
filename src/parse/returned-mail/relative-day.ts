import { type Day, nextWeekday, readDayAlone, readWeekday, WEEKDAY } from './written-date.js'

const TOMORROW = /^(?:demain|tomorrow|morgen)\b/
const AFTER_TOMORROW = /^(?:apres-demain|overmorgen|ubermorgen|the day after tomorrow)\b/
const END_OF_WEEK =
  /^(?:la )?(?:fin de (?:la |cette )?semaine|(?:het )?eind(?:e)? van de(?:ze)? week|ende (?:der|dieser) woche|(?:the )?end of (?:the|this) week)/
const END_OF_YEAR =
  /^(?:la )?(?:fin (?:de (?:l'|cette )?)?(?:annee|an)|(?:het )?eind(?:e)? van (?:het|dit) jaar|ende des jahres|jahresende|(?:the )?end of (?:the|this) year)/
const NEXT_WEEK =
  /^(?:la semaine prochaine|semaine prochaine|volgende week|komende week|(?:der |die )?nachste[rn]? woche|next week)\b/
const NEXT_WEEK_AFTER = new RegExp(
  `^${WEEKDAY}\\.? (?:de )?(?:la semaine prochaine|volgende week|der nachsten woche|nachster woche|next week|of next week)`,
)

const NUMBERS = new Map(
  Object.entries({
    1: 'un une een ein eine einen einer einem a one',
    2: 'deux twee zwei two',
    3: 'trois drie drei three',
    4: 'quatre vier four',
    5: 'cinq vijf funf five',
    6: 'six zes sechs',
    7: 'sept zeven sieben seven',
    8: 'huit acht eight',
    10: 'dix tien zehn ten',
    15: 'quinze',
  }).flatMap(([number, names]) => names.split(' ').map(name => [name, Number(number)] as const)),
)
const DURATION =
  /^(?:les |de |the |die )?(?:(?:prochaine?s?|komende|next|nachsten) )?(\d{1,2}|[a-z]{1,7}) (?:(?:prochaine?s?|komende|volgende|next|nachsten|further|more) )?(?:(jours?|dag(?:en)?|days?|tag(?:en?)?)|(semaines?|weken|week|weeks|wochen?)|(mois|maand(?:en)?|months?|monat(?:en?)?))\b/

/** The day at a folded text's beginning, counted from another; null when it names none. */
export function dayAfter(text: string, sent: Day): Day | null {
  if (TOMORROW.test(text)) return sent.add({ days: 1 })
  if (AFTER_TOMORROW.test(text)) return sent.add({ days: 2 })
  if (END_OF_WEEK.test(text)) return nextWeekday(sent.subtract({ days: 1 }), 7)
  if (END_OF_YEAR.test(text)) return sent.with({ month: 12, day: 31 })
  return nextWeek(text, sent) ?? duration(text, sent) ?? readDayAlone(text, sent)
}

/** "Volgende week maandag", "lundi de la semaine prochaine"; the Monday when no day is named. */
function nextWeek(text: string, sent: Day): Day | null {
  const before = NEXT_WEEK.exec(text)?.[0]
  if (before === undefined && !NEXT_WEEK_AFTER.test(text)) return null
  const weekday = readWeekday(text.slice(before?.length ?? 0).replace(/^ (?:le |op |am |on )?/, '')) ?? 1
  return nextWeekday(sent, 1).add({ days: weekday - 1 })
}

/** "Deux semaines", "10 dagen"; "quinze jours" are two weeks, "huit jours" one. */
function duration(text: string, sent: Day): Day | null {
  if (/^(?:une )?quinzaine\b/.test(text)) return sent.add({ days: 14 })
  const [, written = '', days, weeks] = DURATION.exec(text) ?? []
  const count = NUMBERS.get(written) ?? Number(written)
  if (written === '' || !(count > 0)) return null
  if (days) return sent.add({ days: /^(?:huit|quinze)$/.test(written) ? count - 1 : count })
  return weeks ? sent.add({ weeks: count }) : sent.add({ months: count })
}
