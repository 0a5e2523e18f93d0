import { z } from 'zod'
import { asks } from '../problem/asks.js'
import { addressFrom, isEmailAddress } from './address-from.js'

/** An address with its domain in lower case; the local part belongs to the receiver and stays. */
export const EmailAddress = z.preprocess(
  given => (typeof given === 'string' ? given.replace(/@[^@]*$/, domain => domain.toLowerCase()) : given),
  asks(z.string(), text => (isEmailAddress(text) ? null : addressFault(text))),
)

function addressFault(text: string) {
  const { isList, first } = addressesIn(text)
  const problem = isList ? ('email-several' as const) : ('email-wrong' as const)
  return { problem, values: { suggestion: addressFrom(text) ?? first } }
}

/** Whether a cell lists several addresses, `a@b.example; c@d.example`; and the first, which may be repeated. */
function addressesIn(text: string): { isList: boolean; first: string | null } {
  const joined = text
    .slice(0, 400)
    .split('@')
    .map(part => part.trim())
    .join('@')
  const words = joined
    .split(/[\s,;|&<>()]/)
    .flatMap(word => (isEmailAddress(word) ? [word] : word.split('/')))
  const written = words.filter(word => word.includes('@', 1)).map(word => word.replace(/^mailto:/i, ''))
  const [first = null] = written.flatMap(word => addressFrom(word) ?? [])
  if (written.length < 2) return { isList: false, first: null }
  return { isList: first !== null && new Set(written.map(word => word.toLowerCase())).size > 1, first }
}

/** Whether two addresses are the same mailbox for us: case counts in neither part. */
export function sameAddress(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
