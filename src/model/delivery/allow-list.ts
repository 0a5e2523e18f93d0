import { isEmailAddress } from '../staff/address-from.js'

/**
 * Whether mail may leave for this address. `rules` hold lower-case addresses, `@domain` and `*`; null allows nobody. A text that isn't exactly one
 * address is never allowed: RCPT gets this text. decision 42
 */
export function isAllowed(address: string, rules: string[] | null): boolean {
  if (rules === null || !isEmailAddress(address)) return false
  if (rules.includes('*')) return true
  const lower = address.toLowerCase()
  return rules.includes(lower) || rules.includes(lower.slice(lower.lastIndexOf('@')))
}
