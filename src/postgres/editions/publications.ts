import type { Database } from '../server/database.js'

export type Publishing = { edition: string; action: 'publish' | 'withdraw'; by: string; now: Date }

/** Records that an edition is public from now on, or no longer. */
export async function keepPublication(db: Database, { edition, action, by, now }: Publishing): Promise<void> {
  await db.insertInto('publication_log').values({ edition, action, by_email: by, at: now }).execute()
}

/** The editions that are public now, the last published first. */
export async function publications(db: Database): Promise<{ edition: string; at: Date }[]> {
  const rows = await db
    .selectFrom('publication_log')
    .distinctOn('edition')
    .select(['edition', 'action', 'at'])
    .orderBy('edition')
    .orderBy('id', 'desc')
    .execute()
  return rows
    .filter(({ action }) => action === 'publish')
    .map(({ edition, at }) => ({ edition, at }))
    .sort((a, b) => b.at.getTime() - a.at.getTime())
}
