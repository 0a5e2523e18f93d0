import { sql } from 'kysely'
import type { StopCause } from '../../model/editions/edition.js'
import type { Database } from '../server/database.js'

/**
 * Stops an edition: from the next gate on, no final dot leaves. Returns whether it wasn't stopped already; a person's stop takes the place of a
 * refusal's or a doubt's, so that nobody is waited for any more.
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

/** Takes the stop back, and makes due what a refusal of ourselves had put off: it is mended. Returns whether there was a stop. */
export async function resumeEdition(db: Database, edition: string, now: Date): Promise<boolean> {
  return db.transaction().execute(async trx => {
    const { numUpdatedRows } = await trx
      .updateTable('edition')
      .set({ stopped_at: null, stop_reason: null, stop_cause: null, resumed_at: now })
      .where('id', '=', edition)
      .where('stopped_at', 'is not', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return false
    // Not those to whom somebody said "later" (4yz): greylisted, or of a domain that asked for fewer.
    await sql`
      update delivery d set due_at = ${now}
      where d.edition = ${edition} and d.state = 'deferred' and d.claimed_until is null and d.due_at > ${now}
        and exists (select from attempt a where a.delivery = d.id and a.number = d.attempts and a.outcome = 'deferred'
          and coalesce(a.reply_code, 500) >= 500)`.execute(trx)
    return true
  })
}
