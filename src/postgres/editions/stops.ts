import { sql } from 'kysely'
import type { StopCause } from '../../model/editions/edition.js'
import type { Database } from '../server/database.js'

/**
 * Stops an edition: from the next gate on, no final dot leaves. Returns whether it was running. A person's stop replaces that of a refusal or doubt,
 * so that nothing waits for a person any more.
 */
export async function stopEdition(
  db: Database,
  edition: string,
  { reason, cause }: { reason: string; cause: StopCause },
  now: Date,
): Promise<boolean> {
  const result = await db
    .updateTable('edition')
    .set({ stopped_at: now, stop_reason: reason, stop_cause: cause })
    .where('id', '=', edition)
    .where(eb =>
      cause === 'person'
        ? eb.or([eb('stopped_at', 'is', null), eb('stop_cause', '!=', 'person')])
        : eb('stopped_at', 'is', null),
    )
    .executeTakeFirst()
  return result.numUpdatedRows > 0
}

/** Ends a stop, and makes deliveries that a sender refusal put off due now. Returns whether there was a stop. */
export async function resumeEdition(db: Database, edition: string, now: Date): Promise<boolean> {
  return db.transaction().execute(async trx => {
    const { numUpdatedRows } = await trx
      .updateTable('edition')
      .set({ stopped_at: null, stop_reason: null, stop_cause: null, resumed_at: now })
      .where('id', '=', edition)
      .where('stopped_at', 'is not', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    // Not deliveries deferred by 4yz: greylisted, or of a throttled domain.
    await sql`
      update delivery d set due_at = ${now}
      where d.edition = ${edition} and d.state = 'deferred' and d.claimed_until is null and d.due_at > ${now}
        and exists (select from attempt a where a.delivery = d.id and a.number = d.attempts and a.outcome = 'deferred'
          and coalesce(a.reply_code, 500) >= 500)`.execute(trx)
    return true
  })
}

/** A stop or its end, as recorded. `by`: null for an operator's command. */
export type StopRecord = {
  edition: string
  action: 'stop' | 'resume'
  by: string | null
  reason: string | null
  at: Date
}

/** Records who stopped an edition, or let it go on. */
export async function keepStop(db: Database, { edition, action, by, reason, at }: StopRecord): Promise<void> {
  await db.insertInto('stop_log').values({ edition, action, by_email: by, reason, at }).execute()
}

/** Who stopped an edition and let it go on, in order. */
export async function stopsOf(db: Database, edition: string): Promise<StopRecord[]> {
  return db
    .selectFrom('stop_log')
    .where('edition', '=', edition)
    .select(['edition', 'action', 'by_email as by', 'reason', 'at'])
    .orderBy('id')
    .execute()
}
