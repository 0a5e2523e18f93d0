/**
 * May mail leave for this address? `rules` hold lower-case addresses, `@domain` entries and `*`; null means nobody.
 * The domain is what follows the last @, as the next hop reads it (RFC 5321 §4.1.2): a quoted local part can't hide another.
 */
export function isAllowed(address: string, rules: string[] | null): boolean {
  if (rules === null) return false
  if (rules.includes('*')) return true
  const lower = address.toLowerCase()
  const domain = lower.slice(lower.lastIndexOf('@'))
  return rules.includes(lower) || rules.includes(domain)
}
