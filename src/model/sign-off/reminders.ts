/** Hours before the send slot at which those who can still sign are reminded. */
export const REMINDER_HOURS = [24, 4, 1] as const

export type Reminder = { kind: 'reminder'; hours: (typeof REMINDER_HOURS)[number] } | { kind: 'alarm' }

const HOUR_MS = 3_600_000

/**
 * What is due at `now` for an edition awaiting sign-off: the last reminder that has come, or the alarm from the send slot on. Hours are elapsed
 * hours, even when the clock changes. Reminders before the freeze are skipped. A late freeze gets an hour before the alarm. Null when nothing is due.
 */
export function reminderDue(
  { frozenAt, sendAt, closesAt }: { frozenAt: Date; sendAt: Date; closesAt: Date },
  now: Date,
): Reminder | null {
  if (now >= closesAt) return null
  const alarmAt = Math.max(sendAt.getTime(), frozenAt.getTime() + HOUR_MS)
  if (now.getTime() >= alarmAt) return { kind: 'alarm' }
  if (now >= sendAt) return null
  const hours = REMINDER_HOURS.findLast(before => now.getTime() >= sendAt.getTime() - before * HOUR_MS)
  if (hours === undefined || sendAt.getTime() - hours * HOUR_MS <= frozenAt.getTime()) return null
  return { kind: 'reminder', hours }
}

/** When sign-off closes: at the end of the send window, counted from the freeze if that came after the slot. */
export function closingTime(sendAt: Date, frozenAt: Date, windowHours: number): Date {
  return new Date(Math.max(sendAt.getTime(), frozenAt.getTime()) + windowHours * HOUR_MS)
}
