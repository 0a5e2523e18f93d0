import { fold } from '../../model/delivery/phrase.js'

/**
 * The start of a quoted mail. `length`: lines of its introduction; `before`: the author's own words on the first one; `isIntroduction`: whether it is
 * a sentence.
 */
export type Boundary = { length: number; before: string; isIntroduction: boolean }
export const LONGEST_LINE = 500

/** How a quotation is announced, folded; the name is before or after. */
export const WROTE =
  /(?<![a-z])(?:a ecrit|ecrit|wrote|writes|schreef|heeft geschreven|geschreven|geschrieben|schrieb|ha scritto|scrisse|escribio|escreveu|skrev|napisal|\u043d\u0430\u043f\u0438\u0441\u0430\u043b|\u043f\u0438\u0448\u0435)(?![a-z])/

/** Horde's introductions. */
const QUOTES = /^(?:quoting|citeren|citaat van|zitat von|citando|citation de)\s/

/** "X wrote to me": a sentence of the author's own, no introduction. */
const TO_THE_AUTHOR =
  /(?<![a-z])(?:(?:nous|vous|lui|leur|m'|t'|l')\s?(?:a|ont|avait|avons)\s(?:bien\s)?ecrit|(?:ons|mij|me|jullie|hun|hem|haar)\s(?:\S{1,20}\s)?(?:schreef|geschreven)|schrieb\s(?:uns|mir|ihnen|ihm|ihr)|(?:hat|haben)\s(?:uns|mir|ihnen|ihm|ihr)|(?:heeft|hebben)\s(?:ons|mij|me|jullie|hun|hem|haar)|(?:nous|vous|lui|leur)\secri(?:vait|vit|t)|(?:uns|mir)\sschrieb|wrote\s(?:to\s)?(?:us|me|them|him|her))(?![a-z])/

const DAY =
  '(?:lu|ma|me|je|ve|sa|di|lun|mar|mer|jeu|ven|sam|dim|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|wo|do|vr|za|zo|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag|mo|mi|fr|so|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday|lunedi|martedi|mercoledi|giovedi|venerdi|sabato|domenica)'

/** "Le jeu. 7", "Op 7", "On Thu, May 7", "Am Do., 7.". */
const DATED = new RegExp(
  `(?<![a-z])(?:le|op|am|on|il|el|den|em)\\s(?:${DAY}[.,]{0,2}\\s)?(?:[a-z]{3,9}\\.?\\s)?\\d`,
  'g',
)

const BEGINS_WITH_DATE = new RegExp(`^(?:${DAY}[.,]{0,2}\\s)?\\d`)
const ADDRESS = /[<[(]\s?(?:mailto:)?[^\s<>@]{1,64}@[^\s<>@]{1,250}\s?[>\])]/

/** Programs write 09:03, people 9h30; Gmail in Canadian French writes `09 h 03`, with an address. */
export const TIME = /\d[:.]\d\d(?!\d)/

/** The most lines of a broken introduction. */
const MOST_LINES = 4

export function introductionAt(lines: string[], index: number): Boundary | null {
  let joined = ''
  for (let length = 1; length <= MOST_LINES; length++) {
    const line = (lines[index + length - 1] ?? '').trim()
    if (line === '' || (line.startsWith('>') && line !== '>:') || line.length > LONGEST_LINE) return null
    joined = `${joined} ${line}`.trim()
    if (!/:[\s*_]{0,3}$/.test(line)) {
      if (length === 1 && isBareDate(line, lines, index)) return { length, before: '', isIntroduction: true }
      if (length === 1 && !mayBeContinued(line)) return null
      continue
    }
    const at = introductionStart(joined, isMarked(lines, index + length))
    return at < 0 ? null : { length, before: joined.slice(0, at).trim(), isIntroduction: true }
  }
  return null
}

/** The first line of a broken introduction: has a date or an address, and ends no sentence. */
function mayBeContinued(line: string): boolean {
  return /\d|@/.test(line) && (!/[.!?]$/.test(line) || /\d\.$/.test(line))
}

/** Old Gmail's introduction without colon: `2016-03-03 17:21 GMT+01:00 Name`, `2013/7/20 Name <address>` above marked lines. */
function isBareDate(line: string, lines: string[], index: number): boolean {
  if (/^\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:\d\d /.test(line) && !line.endsWith('<')) return true
  return /^\d{4}\/\d{1,2}\/\d{1,2} /.test(line) && ADDRESS.test(line) && isMarked(lines, index + 1)
}

/** The index of the introduction in a text, -1 when there is none. `isFollowed`: marked lines come next. */
function introductionStart(joined: string, isFollowed: boolean): number {
  const said = plain(joined)
  const hasAddress = ADDRESS.test(said)
  if (BEGINS_WITH_DATE.test(said) && hasAddress && /[>\])]\s?:$/.test(said)) return 0
  if (isFollowed && hasAddress && QUOTES.test(said)) return 0
  const verb = said.search(WROTE)
  if (isFollowed && BEGINS_WITH_DATE.test(said) && TIME.test(said)) return 0
  if (verb < 0 || TO_THE_AUTHOR.test(said)) return -1
  const hasYear = /\d{4}/.test(said)
  if (!hasAddress && !TIME.test(said)) return isFollowed && (hasYear || isName(joined, verb)) ? 0 : -1
  const dated = [...said.matchAll(DATED)].map(match => match.index).filter(at => at < verb)
  const last = dated.at(-1) ?? 0
  return isSentenceStart(joined, last) ? last : 0
}

/** Lower case without accents, character by character, so that positions stay. */
function plain(text: string): string {
  return text
    .split('')
    .map(character => (character > '\u007f' ? fold(character)[0] : character.toLowerCase()) ?? ' ')
    .join('')
}

/** "Agence wrote:" before quoted lines: only a name. */
function isName(joined: string, verb: number): boolean {
  const name = joined.slice(0, verb).trim()
  return name.length > 0 && name.length < 60 && name.split(' ').every(word => /^["'(]?\p{Lu}/u.test(word))
}

/** "… quand ? Le jeu. 7 mai": the author's words end before it. */
function isSentenceStart(joined: string, at: number): boolean {
  return at > 0 && /\p{Lu}/u.test(joined[at] ?? '') && !/[,;]$/.test(joined.slice(0, at).trimEnd())
}

/** Whether the next lines are marked as quoted. */
export function isMarked(lines: string[], from: number): boolean {
  return /^\s{0,3}[>|]/.test(nextLine(lines, from))
}

export function nextLine(lines: string[], from: number): string {
  return lines.slice(from, from + 4).find(line => line.trim() !== '') ?? ''
}
