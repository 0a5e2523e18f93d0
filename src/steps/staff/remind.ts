import { type Reminder, reminderDue } from '../../model/sign-off/reminders.js'

export type WaitingEdition = { id: string; frozenAt: Date; sendAt: Date; closesAt: Date }

export type RemindPorts<E extends WaitingEdition> = {
  /** The editions that wait for their sign-off. */
  waiting: () => Promise<E[]>
  /** Tells those concerned, each once. */
  tell: (edition: E, reminder: Reminder) => Promise<void>
}

/** Reminds those who can still sign, and alarms the admins, of every edition for which that is due. */
export async function remind<E extends WaitingEdition>(ports: RemindPorts<E>, now: Date): Promise<void> {
  for (const edition of await ports.waiting()) {
    const reminder = reminderDue(edition, now)
    if (reminder) await ports.tell(edition, reminder)
  }
}
