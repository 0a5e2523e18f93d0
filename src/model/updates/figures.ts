import {
  DAY_ALONE,
  DAY_FIRST,
  DAY_MONTH,
  EARLIER_DAY,
  EARLIER_TIME,
  HOURS,
  MONTH_YEAR,
  MONTHS,
  NUMBER,
  TIMES,
  YEAR_FIRST,
} from './figure-patterns.js'
import { scaleOf } from './number-words.js'

/**
 * A number, time or date in a text: its value in one spelling for both languages, and as written. `also`: values implied by what follows: in `9 tot
 * 17 uur`, 9 is 9:00; in `1 tot 15 december`, 1 is a date.
 */
export type Figure = {
  kind: 'number' | 'date' | 'link'
  value: string
  written: string
  index: number
  also?: readonly Pick<Figure, 'kind' | 'value'>[]
}

const JOINED_LENGTH = 24
const JOINED_MOST = 6

/**
 * The links, dates, phone numbers, times and numbers of a French or Dutch Markdown text. The order is their precedence: part of a date is no number
 * too. `4.000 €`, `4 000 €` and `€ 4.000,00` are `4000`; `1er juin 2020`, `1 juni 2020` and `01/06/2020` are `2020-06-01`; `8 h 30` and `8.30 uur`
 * are `8:30`.
 */
export function figuresIn(markdown: string): Figure[] {
  const figures: Figure[] = []
  const meanings = new Map<number, Pick<Figure, 'kind' | 'value'>[]>()
  let rest = markdown
  const take = (pattern: RegExp, read: (match: RegExpMatchArray) => [Figure['kind'], string]) => {
    for (const match of rest.matchAll(pattern)) {
      const [kind, value] = read(match)
      const also = meanings.get(match.index)
      figures.push({ kind, value, written: match[0].trim(), index: match.index, ...(also ? { also } : {}) })
    }
    rest = rest.replace(pattern, written => ' '.repeat(written.length))
  }
  const mean = (index: number, kind: Figure['kind'], value: string) =>
    meanings.set(index, [...(meanings.get(index) ?? []), { kind, value }])
  const takeDays = (pattern: RegExp, read: (match: RegExpMatchArray) => [string?, string?, string?]) => {
    for (const match of rest.matchAll(pattern)) {
      const [year, month] = read(match)
      for (const [index, day] of earlierIn(rest, match.index, EARLIER_DAY))
        mean(index, 'date', dateOf(year, month, day))
    }
    take(pattern, match => ['date', dateOf(...read(match))])
  }
  take(LINK, ([, inline, angle, bare]) => ['link', inline ?? angle ?? bare?.replace(/[.,;:!?]$/, '') ?? ''])
  takeDays(DAY_MONTH, ([, day, month, year]) => [year, monthOf(month), day])
  takeDays(DAY_FIRST, ([, day, month, year]) => [year, month, day])
  take(YEAR_FIRST, ([, year, month, day]) => ['date', dateOf(year, month, day)])
  take(MONTH_YEAR, ([, month, year]) => ['date', dateOf(year, monthOf(month), undefined)])
  take(PHONE, ([, digits = '']) => ['number', `tel 32${digits.replace(/\D/g, '')}`])
  for (const time of TIMES) {
    for (const match of rest.matchAll(time))
      for (const [index, hour, minutes] of earlierIn(rest, match.index, EARLIER_TIME))
        mean(index, 'number', timeOf(hour, minutes))
    for (const match of rest.matchAll(time)) if (match[1] === '24') mean(match.index, 'number', '24')
    take(time, ([, hour, minutes]) => ['number', timeOf(hour, minutes)])
  }
  for (const match of rest.matchAll(NUMBER)) {
    const end = match.index + match[0].length
    const after = rest.slice(end, end + 16)
    const scale = scaleOf(after)
    if (scale) mean(match.index, 'number', scaled(numberOf(match[0]), scale))
    const time = HOURS.test(after) ? decimalTime(match[0]) : null
    if (time) mean(match.index, 'number', time)
    if (DAY_ALONE.test(rest.slice(Math.max(0, match.index - 4), match.index)) && /^\d{1,2}$/.test(match[0]))
      mean(match.index, 'date', dateOf(undefined, '--', match[0]))
  }
  take(NUMBER, ([written = '']) => ['number', numberOf(written)])
  return figures.sort((a, b) => a.index - b.index)
}

/** The figures joined to the one at an index, last to first: each with its place and parts. */
function earlierIn(text: string, index: number, pattern: RegExp): [number, string?, string?][] {
  const found: [number, string?, string?][] = []
  let end = index
  while (found.length < JOINED_MOST) {
    const from = Math.max(0, end - JOINED_LENGTH)
    const match = pattern.exec(text.slice(from, end))
    if (!match) return found
    end = from + match.index
    found.push([end, match[1], match[2]])
  }
  return found
}

const timeOf = (hour: string | undefined, minutes: string | undefined) => `${Number(hour)}:${minutes ?? '00'}`

function decimalTime(written: string): string | null {
  const [hours, part] = written.split(',')
  const minutes = new Map([
    ['25', '15'],
    ['5', '30'],
    ['50', '30'],
    ['75', '45'],
  ]).get(part ?? '')
  return minutes ? timeOf(hours, minutes) : null
}

/** Removes noise of binary fractions: 1.1 million is 1100000. */
const scaled = (value: string, scale: number) => String(Number((Number(value) * scale).toPrecision(12)))

function monthOf(name = ''): string {
  return String(MONTHS.findIndex(names => names.includes(name.toLowerCase())) + 1)
}

function dateOf(year: string | undefined, month = '', day: string | undefined): string {
  return [year ?? '----', month.padStart(2, '0'), day?.padStart(2, '0') ?? '--'].join('-')
}

/** A point or space before exactly three digits groups thousands; a comma or another point is the decimal sign. */
function numberOf(written: string): string {
  const grouped = /^\d{1,3}(?:[.\s\u00a0\u2009\u202f]\d{3})+(?:,\d+)?$/.test(written)
  const plain = (grouped ? written.replace(/[.\s\u00a0\u2009\u202f]/g, '') : written).replace(',', '.')
  return String(Number(plain))
}

/** Repetitions are bounded everywhere, so that no text takes quadratic time. */
const LINK =
  /\]\( ?<?([^\s()<>]{1,500})|<((?:https?|mailto|tel):[^>\s]{1,500})>|(https?:\/\/[^\s()<>]{1,500})/gi

/** A Belgian number, with country code or 0: eight digits, or nine for a mobile phone. */
const APART_DIGITS = '[ \\u00a0\\u2009\\u202f./-]{0,2}'

const PHONE = new RegExp(
  `(?<![\\p{L}\\d])(?:(?:\\+|00)32${APART_DIGITS}(?:\\(0\\)${APART_DIGITS})?|0)(4[5-9](?:${APART_DIGITS}\\d){7}|[1-9](?:${APART_DIGITS}\\d){7})(?!\\d)`,
  'gu',
)
