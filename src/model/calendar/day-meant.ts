import { monthNumbers, weekdayNumbers } from './day-names.js'
import { isIsoDate, isoMeant } from './iso-meant.js'

/** Some write « mrs » for « mars ». */
const MONTHS = new Map([...monthNumbers('fr', 'nl', 'en'), ['mrs', 3]])

const TIME = /[T\s]\s?\d{1,2}[:h.]\d{2}(?::\d{2})?(?:\.\d{1,3})?Z?$/
const WEEKDAY = new RegExp(`^(?:${[...weekdayNumbers('fr', 'nl').keys()].join('|')})[ ,]{1,3}`)
const LEADING = /^(?:le|depuis le|depuis|des le|a partir du|vanaf|sinds|op|tot|tot en met|jusqu'au|jusqu’au) /

/**
 * The certain day of a cell, in ISO: `3/12/2018`, `03.12.2018`, `2018-12-03 00:00`, `lundi 3 décembre 2018`, `1er déc. 2018`, `3 december 2018`. Null
 * for a two-digit year, a day that doesn't exist, and month first.
 */
export function dayInCell(text: string): string | null {
  const bare = folded(text)
  const numbers = /^(\d{1,2})\s?[./-]\s?(\d{1,2})\s?[./-]\s?(\d{4})$/.exec(bare)
  if (numbers) return dayOf(numbers[3], numbers[2], numbers[1])
  const reversed = /^(\d{4})[./-](\d{1,2})[./-](\d{1,2})$/.exec(bare)
  if (reversed) return dayOf(reversed[1], reversed[2], reversed[3])
  const packed = /^((?:19|20)\d\d)(\d\d)(\d\d)$/.exec(bare)
  if (packed) return dayOf(packed[1], packed[2], packed[3])
  const named = /^(\d{1,2})(?:er|e|re|de|ste)?[ .-]{1,2}([a-z]{3,9})\.?[ .-]{1,2}(\d{4})$/.exec(bare)
  const month = named && MONTHS.get(named[2] ?? '')
  return named && month ? dayOf(named[3], String(month), named[1]) : null
}

/** The likely day of a cell, to be proposed. */
export function dayMeant(text: string): string | null {
  const bare = folded(text)
  const named = /^(\d{1,2})(?:er|e|de|ste)?[ .-]{1,2}([a-z]{3,9})\.?[ .-]{1,2}(\d{2})$/.exec(bare)
  const month = named && MONTHS.get(named[2] ?? '')
  return (
    dayInCell(text) ??
    (isMonthFirst(text) ? monthFirstDay(text) : null) ??
    (named && month ? dayOf(`20${named[3]}`, String(month), named[1]) : null) ??
    isoMeant(bare)
  )
}

/** Whether a date is month first, `12/31/2018`, as English spreadsheets write it. */
export function isMonthFirst(text: string): boolean {
  const [, month = '', day = ''] = /^(\d{1,2})\/(\d{1,2})\/\d{2,4}(?!\d)/.exec(text.trim()) ?? []
  return Number(day) > 12 && Number(month) <= 12 && day !== ''
}

/** The day of `12/31/2018`, month first. */
export function monthFirstDay(text: string): string | null {
  const parts = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(folded(text))
  return parts && dayOf(parts[3], parts[1], parts[2])
}

/** The day of a spreadsheet's number, years 1955 to 2099: days since 30 December 1899 (ECMA-376 §18.17.4.1). */
export function serialDay(text: string): string | null {
  const days = /^(\d{5})(?:[.,]\d{1,12})?$/.exec(text)?.[1]
  if (!days || Number(days) < 20_000 || Number(days) > 73_050) return null
  return new Date(Date.UTC(1899, 11, 30 + Number(days))).toISOString().slice(0, 10)
}

const folded = (text: string) =>
  text
    .slice(0, 60)
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(TIME, '')
    .toLowerCase()
    .replace(LEADING, '')
    .replace(WEEKDAY, '')

function dayOf(year = '', month = '', day = ''): string | null {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return isIsoDate(iso) ? iso : null
}
