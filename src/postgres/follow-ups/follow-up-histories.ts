import type { FollowUpEventKind } from '../../model/follow-ups/act.js'
import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import type { Database } from '../server/database.js'
import { toFollowUp } from './corrected-since.js'

/** A history entry. `was` and `became` are ids of staff, reasons or a result; `by` null: by rule. */
export type FollowUpEvent = {
  kind: FollowUpEventKind
  at: Date
  by: string | null
  was: string | null
  became: string | null
  words: string | null
}

export async function findFollowUp(db: Database, id: string): Promise<FollowUp | null> {
  if (!/^\d{1,15}$/.test(id)) return null
  const row = await db.selectFrom('follow_up').where('id', '=', id).selectAll().executeTakeFirst()
  return row ? toFollowUp(row) : null
}

/** What happened to a follow-up, oldest first. */
export async function eventsOf(db: Database, id: string): Promise<FollowUpEvent[]> {
  const rows = await db
    .selectFrom('follow_up_event as e')
    .leftJoin('follow_up_words as w', 'w.event', 'e.id')
    .where('e.follow_up', '=', id)
    .select(['e.kind', 'e.at', 'e.by_email', 'e.was', 'e.became', 'w.words'])
    .orderBy('e.id')
    .execute()
  return rows.map(({ by_email, ...row }) => ({ ...row, by: by_email }))
}

/** What changed a follow-up: a note or a draft leaves it as it is. */
export const changesIn = (events: FollowUpEvent[]) =>
  events.filter(({ kind }) => kind !== 'noted' && kind !== 'shared')

/** How often a follow-up, or words added to it, changed topic. */
export const movesIn = (events: FollowUpEvent[]) => events.filter(({ kind }) => kind === 'moved').length
