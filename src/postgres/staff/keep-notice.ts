import type { Notice, NoticeState } from '../../present/staff-mail/notice.js'
import type { Database } from '../server/database.js'

export type ClaimedNotice = { notice: Notice; attempts: number; createdAt: Date }

/** Stores a staff mail for sending; false when its key exists. */
export async function keepNotice(
  db: Database,
  { key, kind, to, values }: Notice,
  now: Date,
): Promise<boolean> {
  const result = await db
    .insertInto('notice')
    .values({
      key,
      kind,
      to_email: to.email,
      to_name: to.name,
      languages: to.languages,
      payload: JSON.stringify(values),
      due_at: now,
      created_at: now,
      error: null,
    })
    .onConflict(conflict => conflict.column('key').doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}

/** Stores an attempt's outcome: sent, failed for good, or pending again until `dueAt`. */
export async function settleNotice(
  db: Database,
  key: string,
  end: { state: NoticeState; error: string | null; dueAt?: Date },
  now: Date,
): Promise<void> {
  await db
    .updateTable('notice')
    .set({
      state: end.state,
      error: end.error,
      claimed_until: null,
      sent_at: end.state === 'sent' ? now : null,
      ...(end.dueAt ? { due_at: end.dueAt } : {}),
    })
    .where('key', '=', key)
    .where('state', '=', 'pending')
    .execute()
}
