import { bareName } from '../../model/language/names.js'

/** The writing habits of a whole list. */
export type Habits = { ticks: boolean; monthFirst: boolean; wholeNames?: boolean }

/** What people write into an empty cell. */
const NOTHING = /^(?:[-–—/]{1,3}|n\/a|n\.a\.?|nvt|n\.v\.t\.?|s\.o\.?|neant|nihil|geen|aucune?)$/i
export const isNothing = (text: string) =>
  NOTHING.test(text.slice(0, 12).normalize('NFD').replace(/\p{M}/gu, ''))

const YES = [
  'yes',
  'true',
  '1',
  'oui',
  'ja',
  'vrai',
  'waar',
  'o',
  'j',
  'y',
  'x',
  '✓',
  '✔',
  'ff',
  'wnd',
  'waarnemend',
  'faisantfonction',
  'faisantfonctions',
]

const NO = ['no', 'false', '0', 'non', 'nee', 'neen', 'faux', 'onwaar', 'n']
const TICKS = ['x', '✓', '✔', 'ff', 'wnd', 'waarnemend', 'faisantfonction', 'faisantfonctions']
const flagOf = (text: string) => (/[✓✔]/.test(text.slice(0, 4)) ? '✓' : bareName(text))

/** Whether a cell marks its line by a sign; lines without it are unmarked. */
export const isTick = (text: string) => TICKS.includes(flagOf(text))

export function flagMeant(text: string, { ticks }: Habits): string {
  const flag = flagOf(text)
  if (YES.includes(flag)) return 'yes'
  if (NO.includes(flag)) return 'no'
  return ticks && (text === '' || isNothing(text)) ? 'no' : text
}
