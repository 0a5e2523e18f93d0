import type { Slot } from '../model/calendar.js'
import type { Dispatched } from '../postgres/deliveries.js'
import { findEdition } from '../postgres/editions.js'
import { doSlotOnce } from '../postgres/slots.js'
import { type KeptSlot, keepSlots, type SlotOutcome } from '../steps/keep-slots.js'
import type { Prepared } from '../steps/prepare.js'
import type { Context } from './context.js'

type Bound = {
  draft: (edition: string, preparedBy: string | null) => Promise<Prepared>
  dispatch: (edition: string) => Promise<Dispatched>
}

/** The scheduler's half: does what the calendar says is due. */
export function bindScheduling(context: Context, bound: Bound) {
  return { keepSlots: () => keepDueSlots(context, bound) }
}

async function keepDueSlots(context: Context, { draft, dispatch }: Bound): Promise<KeptSlot[]> {
  const { config, clock, engine, log } = context
  const { db } = engine
  const now = clock()
  const kept = await keepSlots(
    {
      once: (slot, work) => doSlotOnce(db, slot, now, work),
      draft: async slot => draftOutcome(await draft(slot.edition, null)),
      send: async (slot, late) => sendSlot(context, slot, late, dispatch),
    },
    await context.calendar(),
    config.sendWindowHours,
    now,
  )
  for (const { slot, outcome } of kept) {
    const fields = { edition: slot.edition, slot: slot.slot }
    if ('done' in outcome) log.info('slot.done', { ...fields, outcome: outcome.done })
    else log.warn('slot.waits', { ...fields, reason: outcome.wait })
  }
  return kept
}

function draftOutcome(prepared: Prepared): SlotOutcome {
  if (prepared.kind === 'frozen') return { done: `frozen ${prepared.hash}` }
  if (prepared.kind === 'refused') return { done: `left as it is: ${prepared.state}` }
  return { wait: `${prepared.problems.length} problems in the updates or the roster: estafette check` }
}

async function sendSlot(
  { engine, clock }: Context,
  { edition }: Slot,
  late: boolean,
  dispatch: Bound['dispatch'],
): Promise<SlotOutcome> {
  const row = await findEdition(engine.db, edition, clock())
  if (row?.dispatchedAt) return { done: 'sent before' }
  if (!row || row.version === 0)
    return late ? { done: 'missed: nothing was prepared' } : { wait: 'nothing is prepared' }
  if (late) return { wait: `the send window has passed: a person decides (estafette send ${edition})` }
  const dispatched = await dispatch(edition)
  if (dispatched.kind === 'refused') return { wait: `not signed off: ${dispatched.state}` }
  return { done: 'dispatched' }
}
