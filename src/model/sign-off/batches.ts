/** In milliseconds: what is said within one of these is told in one mail, at its end. */
export const BATCH_MS = 10 * 60_000

/** The beginning of the time span in which an instant is; the same at any time of asking. */
export const batchOf = (at: Date): Date => new Date(Math.floor(at.getTime() / BATCH_MS) * BATCH_MS)

/** What was said, in order, as batches whose time span is over, by its beginning. */
export function batchesOf<T extends { at: Date }>(said: readonly T[], now: Date): Map<string, T[]> {
  const batches = new Map<string, T[]>()
  for (const one of said) {
    const start = batchOf(one.at)
    if (now.getTime() - start.getTime() < BATCH_MS) continue
    const key = start.toISOString()
    batches.set(key, [...(batches.get(key) ?? []), one])
  }
  return batches
}
