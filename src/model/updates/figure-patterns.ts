export const MONTHS = [
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

/** Not inside a word (COVID-19, B2B) or a longer number. */
const ALONE = '(?<![\\p{L}\\d]|\\p{L}[-\\u2011]|\\d[.,])'

export const DAY_MONTH = new RegExp(
  `${ALONE}(\\d{1,2})(?:er|ste|de|e)?${SPACE}{1,3}(${MONTH})(?:${SPACE}{1,3}(\\d{4}))?(?!\\p{L})`,
  'giu',
)

export const MONTH_YEAR = new RegExp(`(?<!\\p{L})(${MONTH})${SPACE}{1,3}(\\d{4})(?!\\d)`, 'giu')
export const DAY_FIRST = new RegExp(`${ALONE}(\\d{1,2})[./-](\\d{1,2})[./-](\\d{4})(?!\\d)`, 'gu')
export const YEAR_FIRST = new RegExp(`${ALONE}(\\d{4})-(\\d{2})-(\\d{2})(?!\\d)`, 'gu')

/** Like ALONE, but also after an hour: `9h-17h30`. */
const APART = '(?<![\\p{L}\\d]|\\p{L}\\p{L}[-\\u2011]|\\d[.,])'

export const TIMES = [
  new RegExp(`${APART}(\\d{1,2})[:.](\\d{2})${SPACE}?(?:uur|u|h|heures?)(?!\\p{L})`, 'giu'),
  new RegExp(`${APART}(\\d{1,2})${SPACE}?(?:heures?|uur|h|u)(?:${SPACE}?(\\d{2})(?!\\d))?(?!\\p{L})`, 'giu'),
  new RegExp(`${APART}(\\d{1,2}):(\\d{2})(?!\\d)`, 'gu'),
]

/** The joint before the last of several days or hours with a common month or unit. */
const JOINED = `${SPACE}{0,2}(?:-|\\u2011|–|→|à|au|et|ou|,|tot|tot en met|t/m|t\\.e\\.m\\.|en|of)${SPACE}{0,2}(?:(?:le|om|op|de|du|van)${SPACE})?$`
export const EARLIER_DAY = new RegExp(`${ALONE}(\\d{1,2})(?:er|ste|de|e)?${JOINED}`, 'iu')
export const EARLIER_TIME = new RegExp(`${ALONE}(\\d{1,2})(?:[:.](\\d{2}))?${JOINED}`, 'iu')

export const NUMBER = new RegExp(
  `${ALONE}(?:\\d{1,3}(?:(?:[.]|${SPACE})\\d{3}){1,5}(?!\\d)(?:,\\d+)?|\\d+(?:[.,]\\d+)?)`,
  'gu',
)

/** `9,5 uur` is 9 h 30. */
export const HOURS = new RegExp(`^${SPACE}?(?:uur|u|heures?|h)(?!\\p{L})`, 'iu')

/** `le 3`, `op 3`: a day of a month named before. */
export const DAY_ALONE = new RegExp(`(?<!\\p{L})(?:le|op)${SPACE}$`, 'iu')
