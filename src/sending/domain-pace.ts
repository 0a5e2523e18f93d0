import type { Pace } from '../model/delivery/pace.js'

/**
 * Domains that asked us to slow down: the ledger lets what waits come later, and what this process has claimed already comes after that.
 * Times of the ledger's clock, in ms. `isPlacing`: the ledger has not said yet how many wait.
 */
export type DomainPaces = Map<
  string,
  { untilMs: number; nextMs: number; apartMs: number; isPlacing: boolean }
>

/** A domain asked for fewer mails. False when it had asked before and its time is not over: what waits is placed already. */
export function slow(
  paces: DomainPaces,
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

/** The ledger has let `many` mails to the domain come later. */
export function placed(paces: DomainPaces, domain: string, many: number): void {
  const pace = paces.get(domain)
  if (!pace) return
  pace.isPlacing = false
  pace.nextMs = Math.max(pace.nextMs, pace.untilMs + many * pace.apartMs)
}

/** When a mail to the domain may go, each time later; null: now. */
export function turnOf(paces: DomainPaces, domain: string, clockMs: number): Date | 'placing' | null {
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
