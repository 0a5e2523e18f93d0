import { type Calendar, dueSlots, editionOf } from './calendar.js'

/** When an edition is frozen and sent, by the calendar. */
export type WeekSlots = { edition: string; cutOff: Date; send: Date }

const DAY_MS = 86_400_000
/** In days: a draft may be moved into the week before. */
const DAYS_BEFORE = 14
const DAYS_AFTER = 60

/** The slots of this ISO week's edition, else of the next planned one. Null when none is planned within two months. */
export function weekSlots(calendar: Calendar, now: Date): WeekSlots | null {
  const at = (days: number) => new Date(now.getTime() + days * DAY_MS)
  const slots = dueSlots(calendar, at(-DAYS_BEFORE), at(DAYS_AFTER))
  const sends = slots.filter(({ slot }) => slot === 'send')
  const week = editionOf(now, calendar.timeZone)
  const send = sends.find(({ edition }) => edition === week) ?? sends.find(slot => slot.at > now)
  if (!send) return null
  const draft = slots.findLast(({ edition, slot }) => slot === 'draft' && edition === send.edition)
  return { edition: send.edition, cutOff: draft?.at ?? send.at, send: send.at }
}
