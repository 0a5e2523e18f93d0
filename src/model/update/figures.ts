/** A number, a time or a date in running text: its value in one spelling for both languages, and as written. */
export type Figure = { kind: 'number' | 'date' | 'link'; value: string; written: string; index: number }

const MONTHS = [
  ['janvier', 'januari'],
  ['février', 'fevrier', 'februari'],
  ['mars', 'maart'],
  ['avril', 'april'],
  ['mai', 'mei'],
  ['juin', 'juni'],
  ['juillet', 'juli'],
  ['août', 'aout', 'augustus'],
  ['septembre', 'september'],
  ['octobre', 'oktober'],
  ['novembre', 'november'],
  ['décembre', 'decembre', 'december'],
]
const MONTH = MONTHS.flat()
  .sort((a, b) => b.length - a.length)
  .join('|')
const SPACE = '[ \\u00a0\\u2009\\u202f]'
/** Not inside a word (COVID-19, B2B) nor inside a longer number. */
const ALONE = '(?<![\\p{L}\\d]|\\p{L}[-\\u2011]|\\d[.,])'

/** Repetitions are bounded everywhere, so that no text takes quadratic time. */
const LINK = /\]\( ?<?([^\s()<>]{1,500})|<((?:https?|mailto|tel):[^>\s]{1,500})>/gi
const DAY_MONTH = new RegExp(
  `${ALONE}(\\d{1,2})(?:er|ste|de|e)?${SPACE}{1,3}(${MONTH})(?:${SPACE}{1,3}(\\d{4}))?(?!\\p{L})`,
  'giu',
)
const MONTH_YEAR = new RegExp(`(?<!\\p{L})(${MONTH})${SPACE}{1,3}(\\d{4})(?!\\d)`, 'giu')
const DAY_FIRST = new RegExp(`${ALONE}(\\d{1,2})[./-](\\d{1,2})[./-](\\d{4})(?!\\d)`, 'gu')
const YEAR_FIRST = new RegExp(`${ALONE}(\\d{4})-(\\d{2})-(\\d{2})(?!\\d)`, 'gu')
const TIMES = [
  new RegExp(`${ALONE}(\\d{1,2})[:.](\\d{2})${SPACE}?(?:uur|u|h|heures?)(?!\\p{L})`, 'giu'),
  new RegExp(`${ALONE}(\\d{1,2})${SPACE}?(?:heures?|uur|h|u)(?:${SPACE}?(\\d{2})(?!\\d))?(?!\\p{L})`, 'giu'),
  new RegExp(`${ALONE}(\\d{1,2}):(\\d{2})(?!\\d)`, 'gu'),
]
const NUMBER = new RegExp(
  `${ALONE}(?:\\d{1,3}(?:(?:[.]|${SPACE})\\d{3}){1,5}(?!\\d)(?:,\\d+)?|\\d+(?:[.,]\\d+)?)`,
  'gu',
)

/**
 * The links, dates, times and numbers of a Markdown text in French or Dutch, in this order of precedence: what is
 * part of a link or a date is not also a number. `4.000 €`, `4 000 €` and `€ 4.000,00` have the value `4000`;
 * `1er juin 2020`, `1 juni 2020` and `01/06/2020` have `2020-06-01`; `8 h 30` and `8.30 uur` have `8:30`.
 */
export function figuresIn(markdown: string): Figure[] {
  const figures: Figure[] = []
  let rest = markdown
  const take = (pattern: RegExp, read: (match: RegExpMatchArray) => [Figure['kind'], string]) => {
    for (const match of rest.matchAll(pattern)) {
      const [kind, value] = read(match)
      figures.push({ kind, value, written: match[0].trim(), index: match.index })
    }
    rest = rest.replace(pattern, written => ' '.repeat(written.length))
  }
  take(LINK, ([, inline, bare]) => ['link', inline ?? bare ?? ''])
  take(DAY_MONTH, ([, day, month, year]) => ['date', dateOf(year, monthOf(month), day)])
  take(DAY_FIRST, ([, day, month, year]) => ['date', dateOf(year, month, day)])
  take(YEAR_FIRST, ([, year, month, day]) => ['date', dateOf(year, month, day)])
  take(MONTH_YEAR, ([, month, year]) => ['date', dateOf(year, monthOf(month), undefined)])
  for (const time of TIMES)
    take(time, ([, hour, minutes]) => ['number', `${Number(hour)}:${minutes ?? '00'}`])
  take(NUMBER, ([written = '']) => ['number', numberOf(written)])
  return figures.sort((a, b) => a.index - b.index)
}

function monthOf(name = ''): string {
  return String(MONTHS.findIndex(names => names.includes(name.toLowerCase())) + 1)
}

function dateOf(year: string | undefined, month = '', day: string | undefined): string {
  return [year ?? '----', month.padStart(2, '0'), day?.padStart(2, '0') ?? '--'].join('-')
}

/** A point or a space before exactly three digits groups thousands; a comma, or any other point, is the decimal sign. */
function numberOf(written: string): string {
  const grouped = /^\d{1,3}(?:[.\s\u00a0\u2009\u202f]\d{3})+(?:,\d+)?$/.test(written)
  const plain = (grouped ? written.replace(/[.\s\u00a0\u2009\u202f]/g, '') : written).replace(',', '.')
  return String(Number(plain))
}
