import { nextStaffMailAt } from '../model/delivery/retry.js'

/**
 * Back-off of staff mails at a relay that refuses the sender, such as its password. New ones come each minute, and providers lock accounts for less.
 * `fromMs`: when the next may be sent, by the ledger's clock.
 */
export type StaffMails = { refusals: number; fromMs: number }

/** The state after the relay has accepted any mail. */
export const NOT_REFUSED: StaffMails = { refusals: 0, fromMs: -Infinity }

/** The state after a round of staff mails. */
export function afterRound(
  staff: StaffMails,
  { sent, isRefused }: { sent: number; isRefused: boolean },
  clockMs: number,
): StaffMails {
  if (sent > 0) return NOT_REFUSED
  if (!isRefused) return staff
  const refusals = staff.refusals + 1
  return { refusals, fromMs: nextStaffMailAt(refusals, new Date(clockMs)).getTime() }
}
