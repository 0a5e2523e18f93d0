import { MONTH, WEEKDAY } from './written-date.js'

/** Words before the date that ends an absence, with conditions. */
export type AbsenceTerm = {
  before: RegExp
  /** Also a weekday, "tomorrow", a day of the month, the end of the week. */
  relative?: boolean
  /** Also a month alone. */
  month?: boolean
  /** Only a number of days, weeks or months from the mail's day. */
  duration?: boolean
  /** Meaningless words that may stand between. */
  words?: number
  /** What the rest of the sentence must or must not say; whether the day must be after the mail. */
  says?: RegExp
  saysNot?: RegExp
  later?: boolean
  /** Whether the sentence must be about an absence or its author; any other "until" doesn't count. */
  isUntil?: boolean
  isAbsence?: boolean
}

const BACK =
  /\b(?:de retour|retour|reprendrai|reprends|reprise|reviens|reviendrai|rentre|rentrerai|hervat|herneem|(?:a|de) nouveau|joignables?|disponibles?|presente?|au bureau|terug|weer|opnieuw|bereikbaar|beschikbaar|aanwezig|wieder|zuruck|erreichbar|verfugbar|back|return|returning|available|reachable)\b/
const GONE =
  /\b(?:absente?s?|en conges?|afwezig|met verlof|abwesend|nicht im (?:buro|haus|hause)|nicht da|im urlaub|out of (?:the )?office|away|on leave|indisponible|injoignable|onbereikbaar|niet (?:aanwezig|bereikbaar|op kantoor))\b/
/** "Ab 2. April abwesend", "vanaf maandag met verlof": an absence's first day is no return. */
const BEGINS =
  /\b(?:absente?|conges?|vacances|afwezig|verlof|vakantie|abwesend|urlaub|away|leave|nicht|niet|pas|not|indisponible|injoignable|ferme|gesloten|geschlossen|closed)\b/

/**
 * In order of trust: "until"; a range ("du 3 au 7 avril", "van 3 tot 7 april", "3 - 7 April", "3/4 - 7/4"); a return ("am 14.4. wieder da", "maandag
 * 7 december ben ik terug"); an absence of one day ("am 3. April nicht im Büro"); a duration. Phone numbers are no range.
 */
export const ABSENCE_TERMS: AbsenceTerm[] = [
  {
    before:
      /\b(?:jusques?(?: et y compris)?(?: (?:aux?|en|a))?|jusqu'?\s?(?:aux?|a|en|y compris)|jusqu'|until|untill|till|through|thru|tot en met|tot\/met|tot|t\/m|t\.e\.m\.?|tem|t\.m\.|bis einschliesslich|bis zum|bis|up to)(?=[\s:(])/g,
    relative: true,
    month: true,
    isUntil: true,
  },
  {
    before: new RegExp(
      [
        `\\b(?:(?:${MONTH})\\s?)?\\d{1,2}(?:er|re|e|st|nd|rd|th|\\.)?(?![\\d:])[^\\n;!?]{0,30}?\\s(?:au|to|tot|bis|and|et|en|und|through|until)\\b`,
        `(?<![\\d./+-])\\d{1,2}\\.?(?:\\s?${MONTH})?\\s?[-–—→](?=\\s?\\d{1,2}\\.?\\s?${MONTH})`,
        `\\b${MONTH}\\s?\\d{1,2}\\s?[-–—→](?=\\s?${MONTH}\\s?\\d)`,
        `(?<![\\d./+-])\\d{1,2}[/.]\\d{1,2}[/.]?(?:20\\d\\d|\\d\\d)?\\s?[-–—→](?=\\s?\\d{1,2}[/.]\\d)`,
      ].join('|'),
      'g',
    ),
    isUntil: true,
  },
  { before: new RegExp(`\\b${WEEKDAY}\\.?\\s(?:au?|to)(?=\\s)`, 'g'), relative: true, isAbsence: true },
  {
    before:
      /\b(?:de retour|retour|reviens|reviendrai|rentre|rentrerai|reprends|reprendrai|reprise|rentree|hervat|herneem|(?:joignable|disponible|present|presente) (?:a nouveau|a partir)|(?:a|de) nouveau (?:joignable|disponible|presente?|accessible|au bureau|parmi vous|a votre disposition)|back in the office|back|returning|return|available again|available (?:from|as of)|reachable again|(?:opnieuw|weer|terug) (?:bereikbaar|aanwezig|beschikbaar|op kantoor|op het werk|op post)|terug|bereikbaar vanaf|zuruck|wieder (?:erreichbar|da|verfugbar|im (?:haus|buro|dienst|amt))|wieder ab)\b/g,
    relative: true,
    words: 4,
    saysNot: BEGINS,
    later: true,
  },
  { before: /\b(?:avant|voor|before|vor)(?=\s)/g, relative: true, later: true, isAbsence: true },
  {
    before: /\b(?:a partir d[ue]|des(?: le)?|vanaf|ab dem|ab|as of|as from)(?=\s)/g,
    relative: true,
    words: 1,
    says: BACK,
    saysNot: BEGINS,
    later: true,
  },
  {
    before: /\b(?:le|op|on|am|from)(?=\s)/g,
    relative: true,
    says: BACK,
    saysNot: BEGINS,
    later: true,
  },
  { before: /^|, |: /g, relative: true, says: BACK, saysNot: BEGINS, later: true },
  {
    before:
      /\b(?:absente?s?|afwezig|abwesend|out of (?:the )?office|away|en conge|met verlof|im urlaub|op)\s+(?=(?:ce|le|op|on|am|lundi|mardi|mercredi|jeudi|vendredi|maandag|dinsdag|woensdag|donderdag|vrijdag|montag|dienstag|mittwoch|donnerstag|freitag|monday|tuesday|wednesday|thursday|friday)\b)/g,
    relative: true,
    isAbsence: true,
  },
  { before: /\b(?:le|op|on|am)(?=\s)/g, relative: true, says: GONE },
  {
    before: /\b(?:ferme(?:es?|s)?|fermeture|gesloten|geschlossen|closed)\s(?:ce|cette|le|op|on|am)(?=\s)/g,
    isUntil: true,
  },
  {
    before: /\b(?:aujourd'hui|vandaag|heute|today)\s(?:et|en|und|and)(?=\s)/g,
    relative: true,
    isAbsence: true,
  },
  {
    before:
      /\b(?:pour|pendant|durant|encore|(?:dans|d'ici)(?: environ)?|voor|gedurende|nog|over|binnen|for|in|within|the next|fur|noch)(?=\s)/g,
    duration: true,
    isAbsence: true,
  },
]
