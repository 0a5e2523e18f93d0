import type { Pace } from './pace.js'

/**
 * Throttled domains: the ledger delays waiting deliveries, and those claimed already follow them. Times of the ledger's clock, in ms. `isPlacing`:
 * the ledger's number of waiting ones isn't known yet.
 */
export type Throttles = Map<string, { untilMs: number; nextMs: number; apartMs: number; isPlacing: boolean }>

/** Records that a domain asked for fewer mails. False while an earlier request is in effect: waiting ones are already delayed. */
export function slow(
  paces: Throttles,
  domain: string,
  { wait, apart: apartMs }: Pace,
  clockMs: number,
): boolean {
  const known = paces.get(domain)
  if (known && clockMs < known.untilMs) return false
  const untilMs = clockMs + wait
  paces.set(domain, { untilMs, nextMs: Math.max(untilMs, known?.nextMs ?? 0), apartMs, isPlacing: true })
  return true
}

/** Records that the ledger has delayed `many` mails to the domain. */
export function placed(paces: Throttles, domain: string, many: number): void {
  const pace = paces.get(domain)
  if (!pace) return
  pace.isPlacing = false
  pace.nextMs = Math.max(pace.nextMs, pace.untilMs + many * pace.apartMs)
}

/** When a mail to the domain may go, each call later; null: now. */
export function turnOf(paces: Throttles, domain: string, clockMs: number): Date | 'placing' | null {
  const pace = paces.get(domain)
  if (!pace) return null
  if (clockMs >= pace.untilMs) {
    paces.delete(domain)
    return null
  }
  if (pace.isPlacing) return 'placing'
  const turn = new Date(pace.nextMs)
  pace.nextMs += pace.apartMs
  return turn
}
