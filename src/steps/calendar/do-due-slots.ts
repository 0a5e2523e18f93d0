import { type Slot, sendSlotOf, withOffset } from '../../model/calendar/calendar.js'
import { doSlotOnce, slotOutcome } from '../../postgres/calendar/slots.js'
import type { Dispatched } from '../../postgres/delivery/dispatch-edition.js'
import { undecidedOrUnsent } from '../../postgres/editions/edition-lists.js'
import { type EditionRow, findEdition } from '../../postgres/editions/editions.js'
import { absentOf } from '../../present/staff-mail/left-out.js'
import { type Context, calendarNow } from '../context.js'
import { dispatch } from '../delivery/dispatch.js'
import { draft, type Prepared } from '../editions/draft.js'
import type { Unplannable } from '../editions/plan.js'
import { readEdition } from '../editions/read-edition.js'
import { askSignOff } from '../sign-off/ask-sign-off.js'
import { staffOf, tellStaff } from '../staff/staff.js'
import { type KeptSlot, keepSlots, LOOK_BACK_MS, type SlotOutcome } from './keep-slots.js'

/** The scheduler's half: does what the calendar says is due, and says what came of it. */
export async function doDueSlots(context: Context): Promise<KeptSlot[]> {
  // A copy leaves its weeks to the original.
  if (!(await context.instance.maySend())) return []
  const kept = [...(await keepDueSlots(context)), ...(await sendOutOfTurn(context))]
  context.memory.slotsWaiting = tellLog(context, kept)
  return kept
}

/** Says what came of slots: of one that waits once, not every minute. Returns why each waits. */
function tellLog({ log, memory }: Context, kept: KeptSlot[]): Map<string, string> {
  const now = new Map<string, string>()
  for (const { slot, outcome } of kept) {
    const fields = { edition: slot.edition, slot: slot.slot }
    const name = `${slot.edition} ${slot.slot}`
    if ('done' in outcome) log.info('slot.done', { ...fields, outcome: outcome.done })
    else {
      if (memory.slotsWaiting.get(name) !== outcome.wait)
        log.warn('slot.waits', { ...fields, reason: outcome.wait })
      now.set(name, outcome.wait)
    }
  }
  return now
}

async function keepDueSlots(context: Context): Promise<KeptSlot[]> {
  const { config, clock, engine } = context
  const { db } = engine
  const now = clock()
  return keepSlots(
    {
      // A failing slot must not block later ones.
      once: (slot, work) => doSlotOnce(db, slot, now, work).catch(failed),
      draft: async slot => {
        const row = await findEdition(db, slot.edition, now)
        if (row?.state === 'cancelled') return { done: 'left as it is: cancelled' }
        const prepared = await draft(context, slot.edition, null, { bySchedule: true })
        const outcome = await draftOutcome(context, slot, prepared)
        // Before the slot counts as done: a kill in between repeats it, and each approver is asked once.
        await askSignOff(context, slot.edition)
        return outcome
      },
      send: async (slot, late) => sendSlot(context, slot, late),
    },
    await calendarNow(context),
    config.sendWindowHours,
    now,
  )
}

const failed = (error: Error): SlotOutcome => ({ wait: `it failed: ${error.message}` })

async function draftOutcome(context: Context, slot: Slot, prepared: Prepared): Promise<SlotOutcome> {
  if (prepared.kind === 'frozen') return { done: `frozen ${prepared.hash}` }
  if (prepared.kind === 'refused') return { done: `left as it is: ${prepared.state}` }
  if (prepared.kind === 'unplannable') return nothingNew(context, slot, prepared.why)
  return { wait: `${prepared.problems.length} problems in the updates or the roster: estafette check` }
}

const NOTHING_NEW = 'nothing new'

/** An edition without news is not made, and the approvers are told. A person's earlier draft stays. */
async function nothingNew(context: Context, { edition }: Slot, why: Unplannable): Promise<SlotOutcome> {
  const { config } = context
  if (why.code !== 'nothing-new') return { wait: `it can't be planned: ${why.code}` }
  const row = await readEdition(context, edition)
  if (row && row.version > 0) return { done: 'left as it is: nothing new since' }
  const sendAt = withOffset(sendSlotOf(await calendarNow(context), edition), config.timeZone)
  const values = { edition, sendAt, standing: why.standing, leftOut: why.leftOut.map(absentOf) }
  await tellStaff(context, 'approver', 'nothing-new', edition, values)
  return { done: NOTHING_NEW }
}

/** A flash or erratum has no slot: it leaves once signed, unless its window had passed by then. */
async function sendOutOfTurn(context: Context): Promise<KeptSlot[]> {
  const { engine, clock } = context
  const now = clock()
  const signed = (await undecidedOrUnsent(engine.db, now)).filter(
    ({ kind, state }) => kind !== 'regular' && state === 'approved',
  )
  const kept: KeptSlot[] = []
  for (const row of signed) {
    const { id: edition, closesAt } = row
    const lateBy = now.getTime() - (closesAt ?? now).getTime()
    if (lateBy > LOOK_BACK_MS) continue
    const isLate = lateBy > 0
    const outcome = isLate
      ? await waitsForPerson(context, row)
      : await dispatch(context, edition).then(onceOutcome, failed)
    // Null: another scheduler was first.
    if (outcome) kept.push({ slot: { edition, slot: 'send', at: now }, outcome })
  }
  return kept
}

const onceOutcome = (dispatched: Dispatched) => (dispatched.kind === 'already' ? null : outcomeOf(dispatched))

async function sendSlot(context: Context, { edition }: Slot, late: boolean): Promise<SlotOutcome> {
  const { engine } = context
  const row = await readEdition(context, edition)
  if (row?.dispatchedAt) return { done: 'sent before' }
  if (row?.state === 'cancelled') return { done: 'cancelled' }
  const isPrepared = row && row.version > 0
  if (!isPrepared && (await slotOutcome(engine.db, edition, 'draft')) === NOTHING_NEW)
    return { done: NOTHING_NEW }
  if (!isPrepared) return late ? { done: 'missed: nothing was prepared' } : { wait: 'nothing is prepared' }
  return late ? waitsForPerson(context, row) : outcomeOf(await dispatch(context, edition))
}

/** An approved edition that is too late is reported once to those who decide, and doesn't leave by itself. */
async function waitsForPerson(context: Context, row: EditionRow): Promise<SlotOutcome> {
  const { id: edition, version, hash, closesAt, state } = row
  const command = `estafette send ${edition}`
  if (state === 'approved') {
    const closedAt = withOffset(closesAt ?? context.clock(), context.config.timeZone)
    const values = { edition, hash: hash ?? '', closedAt, command }
    const deciding = await staffOf(context, 'approver', 'admin')
    await tellStaff(context, deciding, 'window-missed', `${edition} v${version}`, values)
  }
  return { wait: `the send window has passed: a person decides (${command})` }
}

function outcomeOf(dispatched: Dispatched): SlotOutcome {
  if (dispatched.kind === 'refused' && dispatched.state === 'copied')
    return { wait: 'the ledger waits for a person: estafette take-over' }
  if (dispatched.kind === 'refused') return { wait: `not signed off: ${dispatched.state}` }
  return { done: 'dispatched' }
}
