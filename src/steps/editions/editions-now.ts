import { weekSlots } from '../../model/calendar/week-slots.js'
import { type WeekLine, weekLine } from '../../model/editions/week-line.js'
import { slotOutcome } from '../../postgres/calendar/slots.js'
import { deskEditions } from '../../postgres/editions/edition-lists.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { type Context, calendarNow } from '../context.js'
import type { EditionStatus } from './read-edition.js'
import { communesOf } from './read-status.js'

/** What a desk shows of editions. */
export type EditionsNow = {
  /** Where this week's edition stands, else the next one's; null when the calendar plans none. */
  week: WeekLine | null
  /** The edition sent last, commune by commune; null before the first. */
  last: EditionStatus | null
  /** Frozen, neither dispatched nor cancelled. */
  unsent: EditionRow[]
}

/** Where editions stand, by one read of their rows. Changes nothing. */
export async function editionsNow(context: Context): Promise<EditionsNow> {
  const now = context.clock()
  const slots = weekSlots(await calendarNow(context), now)
  const { named, last, unsent } = await deskEditions(context.engine.db, slots?.edition ?? null, now)
  return {
    week: slots && (await thisWeek(context, slots, named)),
    last: last && { row: last, communes: await communesOf(context, last) },
    unsent,
  }
}

/** Where the edition of these slots stands; `row` null: there is none yet. Changes nothing. */
async function thisWeek(
  context: Context,
  slots: NonNullable<ReturnType<typeof weekSlots>>,
  row: EditionRow | null,
): Promise<WeekLine> {
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
  return weekLine(facts, context.clock())
}
