/** Hours before the send slot at which those who can still sign are reminded. */
export const REMINDER_HOURS = [24, 4, 1] as const

export type Reminder = { kind: 'reminder'; hours: (typeof REMINDER_HOURS)[number] } | { kind: 'alarm' }

const HOUR = 3_600_000

/**
 * What is due at `now` for an edition that waits for its sign-off: the last reminder whose moment has come, or from the
 * send slot on the alarm; null before and after. Hours are elapsed ones, so that a night on which the clock changes makes
 * none longer or shorter. A moment before the freeze is passed over: the request itself has just been sent. An edition
 * that was frozen at its slot or later gets an hour before the alarm.
 */
export function reminderDue(
  { frozenAt, sendAt, closesAt }: { frozenAt: Date; sendAt: Date; closesAt: Date },
  now: Date,
): Reminder | null {
  if (now >= closesAt) return null
  const alarmAt = Math.max(sendAt.getTime(), frozenAt.getTime() + HOUR)
  if (now.getTime() >= alarmAt) return { kind: 'alarm' }
  if (now >= sendAt) return null
  const hours = REMINDER_HOURS.findLast(before => now.getTime() >= sendAt.getTime() - before * HOUR)
  if (hours === undefined || sendAt.getTime() - hours * HOUR <= frozenAt.getTime()) return null
  return { kind: 'reminder', hours }
}

/** Until when a version can be signed off: the end of the send window; for one frozen after its slot, as long from then. */
export function closingTime(sendAt: Date, frozenAt: Date, windowHours: number): Date {
  return new Date(Math.max(sendAt.getTime(), frozenAt.getTime()) + windowHours * HOUR)
}
