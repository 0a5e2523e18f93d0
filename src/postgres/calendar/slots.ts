import type { Slot, SlotKind } from '../../model/calendar/calendar.js'
import { alone } from '../server/alone.js'
import type { Database } from '../server/database.js'

/**
 * Runs `work` for a slot once among all processes: under an advisory lock, and only if the slot has no row. Stores its `done` as the slot's row;
 * `wait` stores none. Null when the slot is done, or another process works on it.
 */
export async function doSlotOnce<Outcome extends { done: string } | { wait: string }>(
  db: Database,
  { edition, slot, at }: Slot,
  now: Date,
  work: () => Promise<Outcome>,
): Promise<Outcome | null> {
  return alone(db, `slot ${edition} ${slot}`, async () => {
    if ((await slotOutcome(db, edition, slot)) !== null) return null
    const outcome = await work()
    if ('done' in outcome) {
      await db
        .insertInto('slot')
        .values({ edition, slot, due_at: at, done_at: now, outcome: outcome.done })
        .onConflict(conflict => conflict.doNothing())
        .execute()
    }
    return outcome
  })
}

/** The outcome of a slot; null while it isn't done. */
export async function slotOutcome(db: Database, edition: string, slot: SlotKind): Promise<string | null> {
  const row = await db
    .selectFrom('slot')
    .where('edition', '=', edition)
    .where('slot', '=', slot)
    .select('outcome')
    .executeTakeFirst()
  return row?.outcome ?? null
}
