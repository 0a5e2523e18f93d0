import { MONTH } from './written-date.js'

/** Words that stand before the date that ends an absence, and what else may or must go with them. */
export type AbsenceTerm = {
  before: RegExp
  /** Besides a date: a weekday, "tomorrow", a day of the month, the end of the week. */
  relative?: boolean
  /** Besides a date: a month alone. */
  month?: boolean
  /** How many words that mean nothing to us may stand between. */
  words?: number
  /** What the rest of the sentence must say, must not say; whether the day has to come after the mail. */
  says?: RegExp
  saysNot?: RegExp
  later?: boolean
}

const BACK =
  /\b(?:de retour|reprendrai|reviens|reviendrai|terug|weer (?:bereikbaar|aanwezig)|wieder|zuruck|back|return)\b/
const GONE =
  /\b(?:absente?|en conge|afwezig|met verlof|abwesend|nicht im (?:buro|haus|hause)|im urlaub|out of (?:the )?office|away)\b/
/** "Ab 2. April abwesend", "vanaf maandag met verlof": the day on which an absence begins is no return. */
const BEGINS =
  /\b(?:absente?|conges?|vacances|afwezig|verlof|vakantie|abwesend|urlaub|away|leave|nicht|niet)\b/

/**
 * In the order in which they are believed: "until", a range ("du 3 au 7 avril", "van 3 tot 7 april", "3 - 7 April", "3/4 - 7/4",
 * but not phone numbers), a return, "am 14.4. wieder da", an absence of one day, "am 3. April nicht im Büro".
 */
export const ABSENCE_TERMS: AbsenceTerm[] = [
  {
    before:
      /\b(?:jusqu'?\s?(?:au|a|en)|jusqu'|until|untill|till|through|thru|tot en met|tot\/met|t\/m|t\.e\.m\.?|tem|t\.m\.|tot|bis einschliesslich|bis zum|bis|up to)(?=[\s:(])/g,
    relative: true,
    month: true,
  },
  {
    before: new RegExp(
      [
        `\\b(?:(?:${MONTH})\\s*)?\\d{1,2}(?:er|re|e|st|nd|rd|th|\\.)?(?![\\d:])[^\\n;!?]{0,30}?\\s(?:au|to|tot|bis|and|et|en|und|through|until)\\b`,
        `(?<![\\d./+-])\\d{1,2}\\.?(?:\\s*${MONTH})?\\s?[-–—](?=\\s?\\d{1,2}\\.?\\s*${MONTH})`,
        `(?<![\\d./+-])\\d{1,2}[/.]\\d{1,2}[/.]?(?:20\\d\\d|\\d\\d)?\\s?[-–—](?=\\s?\\d{1,2}[/.]\\d)`,
      ].join('|'),
      'g',
    ),
  },
  {
    before:
      /\b(?:de retour|serai de retour|retour|reviens|reviendrai|rentrerai|reprendrai|reprise|(?:joignable|disponible) a (?:nouveau|partir)|a partir d[ue]|des le|back in the office|be back|am back|back|returning|return|available again|available (?:from|as of)|reachable again|terug|(?:opnieuw|weer|terug) (?:bereikbaar|aanwezig|beschikbaar)|vanaf|bereikbaar vanaf|zuruck|wieder (?:erreichbar|da|im (?:haus|buro|dienst))|ab dem|wieder ab|ab)\b/g,
    relative: true,
    words: 4,
    saysNot: BEGINS,
    later: true,
  },
  {
    before: /\b(?:le|op|on|am|vanaf|ab|from)(?=\s)/g,
    relative: true,
    says: BACK,
    saysNot: BEGINS,
    later: true,
  },
  {
    before:
      /\b(?:absente?s?|afwezig|abwesend|out of (?:the )?office|away|en conge|met verlof|im urlaub)\s+(?=(?:ce|le|op|on|am)\s)/g,
    relative: true,
  },
  { before: /\b(?:le|op|on|am)(?=\s)/g, relative: true, says: GONE },
]
