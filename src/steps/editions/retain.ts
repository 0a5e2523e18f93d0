const DAY = 24 * 3_600_000

/** What is kept for so many days only. */
export type Kept = {
  what: string
  days: number
  /** Removes what is older than this instant; resolves to how many. */
  remove: (before: Date) => Promise<number>
}

/**
 * Removes what has been kept for its time: personal data stays no longer than it is needed (GDPR, art. 5.1.e). Decisions and
 * what was sent are a record, and stay. Resolves to how many of each were removed.
 */
export async function retain(kept: Kept[], now: Date): Promise<Record<string, number>> {
  const removed: Record<string, number> = {}
  for (const { what, days, remove } of kept)
    removed[what] = await remove(new Date(now.getTime() - days * DAY))
  return removed
}
