import { weekSlots } from '../../model/calendar/week-slots.js'
import { type WeekLine, weekLine } from '../../model/editions/week-line.js'
import { slotOutcome } from '../../postgres/calendar/slots.js'
import { type Context, calendarNow } from '../context.js'
import { readEdition } from './read-edition.js'

/** Where this week's edition stands, else the next one's; null when the calendar plans none. Changes nothing. */
export async function thisWeek(context: Context): Promise<WeekLine | null> {
  const now = context.clock()
  const slots = weekSlots(await calendarNow(context), now)
  if (!slots) return null
  const row = await readEdition(context, slots.edition)
  const isFrozen = row !== null && row.version > 0
  const outcome = isFrozen ? null : await slotOutcome(context.engine.db, slots.edition, 'draft')
  const facts = {
    ...slots,
    send: row?.sendAt ?? slots.send,
    state: row?.state ?? null,
    frozenAt: row?.frozenAt ?? null,
    decidedAt: row?.decisions.at(-1)?.at ?? null,
    dispatchedAt: row?.dispatchedAt ?? null,
    isEmpty: outcome !== null,
  }
  return weekLine(facts, now)
}
