import type { Pace } from '../model/delivery/pace.js'

/**
 * Domains that have asked us to slow down, as this process knows them: the ledger lets what waits come later, and not what this process
 * had claimed before.
 */
export function openDomainPace() {
  const slowed = new Map<string, { until: number; next: number; apart: number }>()
  return {
    slow: (domain: string, { wait, apart }: Pace, now: Date) => {
      const until = now.getTime() + wait
      const next = Math.max(until, slowed.get(domain)?.next ?? 0)
      slowed.set(domain, { until, next, apart })
    },
    /** When a mail to the domain may go, each time later; null: now. */
    turnOf: (domain: string, now: Date): Date | null => {
      const pace = slowed.get(domain)
      if (!pace) return null
      if (now.getTime() >= pace.until) {
        slowed.delete(domain)
        return null
      }
      const turn = new Date(pace.next)
      pace.next += pace.apart
      return turn
    },
  }
}
