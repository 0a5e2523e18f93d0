import { sql } from 'kysely'
import type { FollowUp, FollowUpReason } from '../../model/follow-ups/follow-up.js'
import { suggestion } from '../../model/follow-ups/follow-up-rules.js'
import { topicOf } from '../../model/follow-ups/topic.js'
import type { Database } from '../server/database.js'
import { type Acting, addEvent } from './follow-up-events.js'
import { followReport } from './follow-ups.js'

/**
 * Changes the topic of a follow-up, and of its replies so that later reports agree. If the recipient already has one of that topic, the words move
 * there: duplicates are one. Returns the id of the remaining one.
 */
export async function move(
  trx: Database,
  before: FollowUp,
  reason: FollowUpReason,
  { by, now, today }: Acting,
): Promise<string> {
  const { id, edition, recipient, detail } = before
  const topics = [reason, before.reason].map(one => topicOf(one) ?? 'other')
  const moved = { at: now, by, was: before.reason, became: reason, words: null }
  await sql`
    update report set topic = ${topics[0]} from delivery d
    where report.delivery = d.id and d.edition = ${edition} and d.recipient = ${recipient}
      and report.kind = 'reply' and report.topic = ${topics[1]}`.execute(trx)
  const { action, due } = suggestion(reason, today)
  const there = await trx
    .selectFrom('follow_up')
    .where('edition', '=', edition ?? '')
    .where('recipient', '=', recipient)
    .where('reason', '=', reason)
    .select(['id', 'detail'])
    .forUpdate()
    .executeTakeFirst()
  if (!there || edition === null) {
    await trx.updateTable('follow_up').set({ reason, action, due }).where('id', '=', id).execute()
    await addEvent(trx, id, { kind: 'moved', ...moved })
    return id
  }
  const words = there.detail.includes(detail) ? there.detail : `${there.detail}\n\n${detail}`
  await followReport(trx, { ...before, edition, reason, action, due, detail: words }, now)
  await trx
    .updateTable('follow_up')
    .set({ state: 'done', result: 'moved', done_by: by, done_at: now })
    .where('id', '=', id)
    .execute()
  for (const one of [id, String(there.id)]) await addEvent(trx, one, { kind: 'moved', ...moved })
  return String(there.id)
}
