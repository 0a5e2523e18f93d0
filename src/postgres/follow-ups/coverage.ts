import type { FollowUpReason, FollowUpState } from '../../model/follow-ups/follow-up.js'
import type { Database } from '../server/database.js'

type FollowUpRow = {
  edition: string | null
  commune: string
  reason: FollowUpReason
  state: FollowUpState
  openedAt: Date
  /** ISO date. */
  due: string
}

/** The follow-ups of one or all editions, including done ones. */
export async function followUpRows(db: Database, edition: string | null = null): Promise<FollowUpRow[]> {
  const rows = await db
    .selectFrom('follow_up')
    .$if(edition !== null, query => query.where('edition', '=', edition))
    .select(['edition', 'commune', 'reason', 'state', 'opened_at as openedAt', 'due'])
    .orderBy('id')
    .execute()
  return rows
}

/** The last editions dispatched until then, newest first. */
export async function lastSent(db: Database, until: Date, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('edition')
    .where('dispatched_at', '<=', until)
    .select('id')
    .orderBy('dispatched_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}
