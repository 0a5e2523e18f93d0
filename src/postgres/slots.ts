import { sql } from 'kysely'
import type { Slot, SlotKind } from '../model/calendar/calendar.js'
import type { Database } from './database.js'

/**
 * Runs `work` for a slot, once among all processes: under an advisory lock, and only when the slot has no row yet.
 * What it returns as `done` is kept as the slot's row; `wait` keeps none. Null when the slot is done, or in somebody's hands.
 */
export async function doSlotOnce<Outcome extends { done: string } | { wait: string }>(
  db: Database,
  { edition, slot, at }: Slot,
  now: Date,
  work: () => Promise<Outcome>,
): Promise<Outcome | null> {
  return db.connection().execute(async connection => {
    const key = sql`hashtextextended(${`estafette slot ${edition} ${slot}`}, 0)`
    const { rows } = await sql<{ mine: boolean }>`select pg_try_advisory_lock(${key}) as mine`.execute(
      connection,
    )
    if (!rows[0]?.mine) return null
    try {
      const known = await connection
        .selectFrom('slot')
        .where('edition', '=', edition)
        .where('slot', '=', slot)
        .select('edition')
        .executeTakeFirst()
      if (known) return null
      const outcome = await work()
      if ('done' in outcome) {
        await connection
          .insertInto('slot')
          .values({ edition, slot, due_at: at, done_at: now, outcome: outcome.done })
          .onConflict(conflict => conflict.doNothing())
          .execute()
      }
      return outcome
    } finally {
      await sql`select pg_advisory_unlock(${key})`.execute(connection)
    }
  })
}

/** What came of a slot; null while it isn't done. */
export async function slotOutcome(db: Database, edition: string, slot: SlotKind): Promise<string | null> {
  const row = await db
    .selectFrom('slot')
    .where('edition', '=', edition)
    .where('slot', '=', slot)
    .select('outcome')
    .executeTakeFirst()
  return row?.outcome ?? null
}
