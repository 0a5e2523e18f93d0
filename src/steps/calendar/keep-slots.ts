import { type Calendar, dueSlots, type Slot } from '../../model/calendar/calendar.js'

/** The outcome of a slot; `wait` leaves it open for the next tick. */
export type SlotOutcome = { done: string } | { wait: string }

type KeepSlotsPorts = {
  /** Runs `work` for an open slot, once among all processes, and stores its outcome. Null when it was done or is being done. */
  once: (slot: Slot, work: () => Promise<SlotOutcome>) => Promise<SlotOutcome | null>
  draft: (slot: Slot) => Promise<SlotOutcome>
  /** `late`: the send window has passed. */
  send: (slot: Slot, late: boolean) => Promise<SlotOutcome>
}

export type KeptSlot = { slot: Slot; outcome: SlotOutcome }

/** In milliseconds: how far back a start searches for missed slots. */
export const LOOK_BACK_MS = 9 * 24 * 3_600_000

/**
 * Does the due slots that are not done, oldest first. A late draft is made as long as its edition could be sent; a send after its window is left to a
 * person. Cron is only a tick: slots that it missed are found here.
 */
export async function keepSlots(
  ports: KeepSlotsPorts,
  calendar: Calendar,
  windowHours: number,
  now: Date,
): Promise<KeptSlot[]> {
  const due = dueSlots(calendar, new Date(now.getTime() - LOOK_BACK_MS), now)
  const sendAt = new Map(due.filter(({ slot }) => slot === 'send').map(({ edition, at }) => [edition, at]))
  const isLate = (at: Date | undefined) =>
    at !== undefined && now.getTime() - at.getTime() > windowHours * 3_600_000
  const kept: KeptSlot[] = []
  for (const slot of due) {
    if (slot.slot === 'draft' && isLate(sendAt.get(slot.edition))) continue
    const work = () => (slot.slot === 'draft' ? ports.draft(slot) : ports.send(slot, isLate(slot.at)))
    const outcome = await ports.once(slot, work)
    if (outcome) kept.push({ slot, outcome })
  }
  return kept
}
