// The core with its metadata apart: other entries import JSON, which Jest can't load reliably.
import { type PhoneNumber as Parsed, parsePhoneNumberFromString } from 'libphonenumber-js/core'
import metadata from 'libphonenumber-js/min/metadata'
import { z } from 'zod'
import { asks, orNull } from '../problem/asks.js'

/** A stored number: E.164 with the extension of RFC 3966 §3: `+3220000001`, `+3220000001;ext=12`. */
export type PhoneNumber = string

export type PhoneRead = { number: PhoneNumber } | { fault: 'wrong' | 'several'; suggestion: string | null }

const EXTENSION =
  /(?<![\s,;.-])[\s,;.-]*(?:\b(?:ext(?:ension)?|poste|toestel|tst|int(?:erne?)?)|x|#|;ext=)\s?[.:]?\s?(\d{1,7})$/i
const SEVERAL = /(?<!\s)\s*(?:[;,|&]|(?<=\s)\/\s|(?<=\s)(?:ou|of|et|en|or|and)\s)\s*/i
const WRITTEN = /^\(?[+0][\d\s()./-]*$/

/**
 * Reads a number in Belgian spelling: `02/000.00.01`, `+32 (0)2 000 00 01`, `0032…`, `0400/00.00.01`; foreign ones with country code; each with an
 * extension. Ignores invisible characters and no-break spaces. Takes none of several numbers.
 */
export function readPhone(text: string): PhoneRead {
  const seen = visible(text)
  const number = numberIn(seen)
  if (number) return { number }
  const parts = seen.split(SEVERAL).filter(part => part !== '')
  const numbers = parts.flatMap(part => numberIn(part) ?? [])
  const [first] = numbers
  if (numbers.length > 1 && first) return { fault: 'several', suggestion: phoneText(first) }
  const meant = meantBy(seen)
  return { fault: 'wrong', suggestion: meant && phoneText(meant) }
}

/** Removes format characters of address books and a spreadsheet's `'` before a text. */
const visible = (text: string) =>
  text
    .slice(0, 200)
    .normalize('NFKC')
    .replace(/\p{Cf}|^'/gu, '')
    .replace(/[\p{Pd}\u2212]/gu, '-')
    .replace(/\s+/g, ' ')
    .trim()

function numberIn(text: string): PhoneNumber | null {
  const [extended = '', extension = ''] = EXTENSION.exec(text) ?? []
  const written = text.slice(0, text.length - extended.length)
  if (!WRITTEN.test(written)) return null
  const parsed = parsePhoneNumberFromString(written, 'BE', metadata)
  if (!parsed?.isValid()) return null
  return `${parsed.number}${extension && `;ext=${extension}`}`
}

/** The probable number: `20000001` lost its 0 in a spreadsheet, `3220000001` its +; `Tél. : 02 …` has a label. Null: none is probable. */
function meantBy(text: string): PhoneNumber | null {
  const bare = text.replace(/^[^\d+]*(?=[\d+])/, '').replace(/(?<!\D)\D+$/, '')
  if (!/^\+?[\d\s()./-]+$/.test(bare)) return null
  const digits = bare.replace(/\D/g, '')
  if (bare.startsWith('+') || digits.startsWith('0')) return numberIn(bare)
  if (digits !== bare) return null
  if (digits.length === 8 || (digits.length === 9 && digits.startsWith('4'))) return numberIn(`0${digits}`)
  return digits.startsWith('32') ? numberIn(`+${digits}`) : null
}

function parsed(number: PhoneNumber): Parsed {
  const found = parsePhoneNumberFromString(number, metadata)
  if (!found) throw new Error('not a number that was read')
  return found
}

/** The number for people: `02 000 00 01`, from abroad `+33 1 …`, with `ext. 12`. */
export function phoneText(number: PhoneNumber): string {
  const found = parsed(number)
  return found.countryCallingCode === '32' ? found.formatNational() : found.formatInternational()
}

/** The same in two parts. */
export const phoneParts = (number: PhoneNumber) => ({
  main: phoneText(number).split(' ext. ', 1)[0] ?? '',
  extension: parsed(number).ext ?? null,
})

/** The number as text in a spreadsheet: never beginning with +. decision 31 */
export const phoneCell = (number: PhoneNumber) => phoneText(number).replace(/^\+/, '00 ')

/** International, with spaces: `+32 2 000 00 01`, without the extension. */
export const phoneAbroad = (number: PhoneNumber) =>
  parsed(number).formatInternational().split(' ext. ', 1)[0] ?? ''

/** Without the extension: `+3220000001`. */
export const phoneE164 = (number: PhoneNumber) => parsed(number).number

/** RFC 3966: `tel:+3220000001;ext=12`. */
export const phoneLink = (number: PhoneNumber) => `tel:${number}`

/** In Belgium a mobile number has nine digits after the country code (04xx xx xx xx), any other eight. */
export const isMobile = (number: PhoneNumber) => /^\+324\d{8}(?:;|$)/.test(number)

/** A cell or key that may hold a number: in stored form, or null. */
export const OptionalPhone = orNull(
  asks(z.string(), text => {
    const read = readPhone(text)
    if ('number' in read) return null
    const problem = read.fault === 'several' ? ('phone-several' as const) : ('phone-number-wrong' as const)
    return { problem, values: { suggestion: read.suggestion } }
  }).transform((text): PhoneNumber => {
    const read = readPhone(text)
    return 'number' in read ? read.number : ''
  }),
).optional()
