import { z } from 'zod'
import { asks } from '../problem/asks.js'

/** An international number (E.164: at most 15 digits), with single spaces between its groups: `+32 2 123 45 67`. */
export const Phone = asks(z.string(), text =>
  isPhone(text) ? null : { problem: 'phone-wrong', values: { suggestion: phoneFrom(text) } },
)

function isPhone(text: string): boolean {
  const digits = text.replaceAll(' ', '')
  return /^\+[1-9]\d*(?: \d+)*$/.test(text) && /^\+\d{8,15}$/.test(digits)
}

/** The number of `0475/12.34.56`, `0032 2 …` or `+32 (0)2 …`, read as Belgian; null when it is none. */
function phoneFrom(text: string): string | null {
  const bare = text
    .replace(/\(0\)/, '')
    .replace(/[./()\u00a0-]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
  const candidate = bare.replace(/^00/, '+').replace(/^0/, '+32 ')
  return isPhone(candidate) ? candidate : null
}
