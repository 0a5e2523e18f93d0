import type { FollowUpAction, FollowUpReason, FollowUpState } from '../model/follow-up/follow-up.js'
import type { Database } from './database.js'

export type NewFollowUp = {
  edition: string | null
  commune: string
  recipient: string
  reason: FollowUpReason
  action: FollowUpAction
  spoc: string
  /** The other side's words, for the person who follows up; may be empty. */
  detail: string
  openedAt: Date
  /** ISO date. */
  due: string
}

export type FollowUp = NewFollowUp & { id: string; state: FollowUpState }

/** Opens follow-ups; one that is there for the same edition, recipient and reason stays the only one. */
export async function openFollowUps(db: Database, followUps: NewFollowUp[]) {
  if (followUps.length === 0) return
  const rows = followUps.map(({ openedAt, ...rest }) => ({ ...rest, opened_at: openedAt }))
  await db
    .insertInto('follow_up')
    .values(rows)
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

/** What a person still has to do, the earliest due first. */
export async function openFollowUpList(db: Database): Promise<FollowUp[]> {
  const rows = await db
    .selectFrom('follow_up')
    .where('state', '!=', 'done')
    .selectAll()
    .orderBy('due')
    .orderBy('commune')
    .orderBy('id')
    .execute()
  return rows.map(({ opened_at, ...row }) => ({ ...row, id: String(row.id), openedAt: opened_at }))
}

/** An answer has settled these deliveries: nobody needs to settle a doubt or to mind a delay any more. */
export async function closeSettled(db: Database, deliveries: string[]) {
  if (deliveries.length === 0) return
  await db
    .updateTable('follow_up')
    .set({ state: 'done' })
    .where('reason', 'in', ['in-doubt', 'late'])
    .where('state', '!=', 'done')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('delivery')
          .select('delivery.id')
          .where('delivery.id', 'in', deliveries)
          .whereRef('delivery.edition', '=', 'follow_up.edition')
          .whereRef('delivery.recipient', '=', 'follow_up.recipient'),
      ),
    )
    .execute()
}
