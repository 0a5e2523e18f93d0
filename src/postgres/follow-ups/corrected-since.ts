import type { Selectable } from 'kysely'
import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import type { Database } from '../server/database.js'
import type { WayBackTables } from '../tables-way-back.js'

/** `all`: includes done ones. `communes`: NIS codes, in addition to what was given to `spoc`. */
export type FollowUpFilter = { all?: boolean; communes?: string[]; spoc?: string }

/** Follow-ups that ended since then because the person's address or other data was corrected. */
export async function correctedSince(db: Database, recipient: string, since: Date): Promise<FollowUp[]> {
  const rows = await db
    .selectFrom('follow_up')
    .where('recipient', '=', recipient)
    .where('state', '=', 'done')
    .where('result', 'in', ['new-address', 'corrected'])
    .where('done_at', '>=', since)
    .orderBy('id')
    .selectAll()
    .execute()
  return rows.map(toFollowUp)
}

type Row = Omit<Selectable<WayBackTables['follow_up']>, 'cause_gone_at'>

export function toFollowUp(row: Row): FollowUp {
  const { opened_at, taken_by, done_by, done_at, assigned_by, ...rest } = row
  const { id, edition, commune, recipient, reason, action, spoc, detail, state, due, result } = rest
  return {
    id: String(id),
    ...{ edition, commune, recipient, reason, action, spoc, detail, state, due, result },
    openedAt: opened_at,
    takenBy: taken_by,
    doneBy: done_by,
    doneAt: done_at,
    assignedBy: assigned_by,
  }
}
