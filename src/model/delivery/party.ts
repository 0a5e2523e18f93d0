/** Second-level labels under which a registry gives names to anybody: `commune.co.uk`, `ville.gouv.fr`. */
const SHARED = new Set(['ac', 'asso', 'co', 'com', 'edu', 'fgov', 'gouv', 'gov', 'net', 'nom', 'org', 'tm'])

/**
 * The name that a domain's owner has registered, near enough: `mail.ixelles.example` and `cpas.ixelles.example` are one
 * party's, who may make as many as they like.
 */
export function registeredDomain(domain: string): string {
  const labels = domain.toLowerCase().split('.')
  return labels.slice(SHARED.has(labels.at(-2) ?? '') ? -3 : -2).join('.')
}

/** Where a mail went: the domain of its address, and the commune that it is for. */
export type Whereto = { domain: string; commune: string }

/** How many parties several destinations are at least: a commune with many domains is one, so are communes that share one. */
export function partiesAmong(many: readonly Whereto[]): number {
  const domains = new Set(many.map(({ domain }) => registeredDomain(domain)))
  return Math.min(domains.size, new Set(many.map(({ commune }) => commune)).size)
}
