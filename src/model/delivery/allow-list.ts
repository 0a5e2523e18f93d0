import { isEmailAddress } from '../staff/address-from.js'

/**
 * May mail leave for this address? `rules` hold lower-case addresses, `@domain` entries and `*`; null means nobody. A text that is not one
 * address and nothing else is allowed by no rule: what is asked here is what RCPT is handed. decision 42
 */
export function isAllowed(address: string, rules: string[] | null): boolean {
  if (rules === null || !isEmailAddress(address)) return false
  if (rules.includes('*')) return true
  const lower = address.toLowerCase()
  return rules.includes(lower) || rules.includes(lower.slice(lower.lastIndexOf('@')))
}
