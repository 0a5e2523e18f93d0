/** The share of the permits that mails to one domain may hold: a server that thinks for minutes leaves some to the others. */
const SHARE_OF_ONE_DOMAIN = 0.8

/** Mails that are being handed over, by domain, and how many may be at once: each has a connection. */
export type Permits = { atOnce: number; ofOneDomain: number; taken: number; ofDomain: Map<string, number> }

export const newPermits = (atOnce: number): Permits => ({
  atOnce,
  ofOneDomain: Math.max(1, Math.floor(atOnce * SHARE_OF_ONE_DOMAIN)),
  taken: 0,
  ofDomain: new Map(),
})

export const isFree = ({ atOnce, ofOneDomain, taken, ofDomain }: Permits, domain: string): boolean =>
  taken < atOnce && (ofDomain.get(domain) ?? 0) < ofOneDomain

/** `by` 1: one more mail to the domain has a permit; -1: one fewer. */
export function count(permits: Permits, domain: string, by: 1 | -1): void {
  permits.taken += by
  const now = (permits.ofDomain.get(domain) ?? 0) + by
  if (now > 0) permits.ofDomain.set(domain, now)
  else permits.ofDomain.delete(domain)
}
