import { nextStaffMailAt } from '../model/delivery/retry.js'

/**
 * Staff mails at a relay that refused ourselves, say our password: ever more seldom. New ones come each minute, and providers lock an
 * account for less. `fromMs`: when the next may be sent, of the ledger's clock.
 */
export type StaffMails = { refusals: number; fromMs: number }

/** So it is once the relay has taken any mail. */
export const NOT_REFUSED: StaffMails = { refusals: 0, fromMs: -Infinity }

/** What follows from a round of staff mails. */
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
