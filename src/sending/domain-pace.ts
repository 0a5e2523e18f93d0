import type { Pace } from '../model/delivery/pace.js'

/**
 * Domains that have asked us to slow down, as this process knows them: the ledger lets what waits come later, and not what this process
 * had claimed before, which comes after it.
 */
export function openDomainPace() {
  const slowed = new Map<string, { until: number; next: number; apart: number; placed: Promise<void> }>()
  return {
    /** `place` lets what waits in the ledger come later, and says how many they are. What was asked for already is not asked for again. */
    slow: (domain: string, { wait, apart }: Pace, now: Date, place: () => Promise<number>): Promise<void> => {
      const known = slowed.get(domain)
      if (known && now.getTime() < known.until) return known.placed
      const until = now.getTime() + wait
      const pace = { until, apart, next: Math.max(until, known?.next ?? 0), placed: Promise.resolve() }
      pace.placed = place().then(placed => {
        pace.next = Math.max(pace.next, until + placed * apart)
      })
      slowed.set(domain, pace)
      return pace.placed
    },
    /** When a mail to the domain may go, each time later; null: now. */
    turnOf: async (domain: string, now: Date): Promise<Date | null> => {
      const pace = slowed.get(domain)
      if (!pace) return null
      if (now.getTime() >= pace.until) {
        slowed.delete(domain)
        return null
      }
      await pace.placed
      const turn = new Date(pace.next)
      pace.next += pace.apart
      return turn
    },
  }
}
