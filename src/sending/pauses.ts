import type { ClaimedDelivery } from './deliver.js'

/**
 * Which of the mails in hand were claimed before their edition was paused for a refusal of ourselves: they would meet the same refusal.
 * What is claimed later, when somebody has let it go on, goes.
 */
export function openPauses() {
  const pausedAt = new Map<string, number>()
  const claimedAt = new WeakMap<ClaimedDelivery, number>()
  return {
    pause: (edition: string) => {
      pausedAt.set(edition, performance.now())
    },
    /** Remembers when a claim was asked for. */
    claiming: async (claim: () => Promise<ClaimedDelivery | null>): Promise<ClaimedDelivery | null> => {
      const asked = performance.now()
      const claimed = await claim()
      if (claimed) claimedAt.set(claimed, asked)
      return claimed
    },
    /** Its edition was paused since it was claimed. */
    isOver: (claimed: ClaimedDelivery): boolean =>
      (pausedAt.get(claimed.edition) ?? -Infinity) >= (claimedAt.get(claimed) ?? Infinity),
  }
}
