/** Second-level labels under which registries give names to anybody: `commune.co.uk`, `ville.gouv.fr`. */
const SHARED = new Set(['ac', 'asso', 'co', 'com', 'edu', 'fgov', 'gouv', 'gov', 'net', 'nom', 'org', 'tm'])

/**
 * Approximates the domain that an owner registered. `mail.ixelles.example` and `cpas.ixelles.example` belong to one party, which can create any
 * number of them.
 */
export function registeredDomain(domain: string): string {
  const labels = domain.toLowerCase().split('.')
  return labels.slice(SHARED.has(labels.at(-2) ?? '') ? -3 : -2).join('.')
}

/** The destination of a mail: the domain of its address, and its commune. */
export type Whereto = { domain: string; commune: string }

/** The minimum number of parties among destinations: a commune with many domains is one; communes that share a domain are one. */
export function partiesAmong(many: readonly Whereto[]): number {
  const domains = new Set(many.map(({ domain }) => registeredDomain(domain)))
  return Math.min(domains.size, new Set(many.map(({ commune }) => commune)).size)
}
