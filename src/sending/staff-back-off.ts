import { nextStaffMailAt } from '../model/delivery/retry.js'

/**
 * Staff mails at a relay that refused ourselves, say our password: ever more seldom. New ones come each minute, and providers lock an
 * account for less. `fromMs`: when the next may be sent, of the ledger's clock.
 */
export type StaffMails = { refusals: number; fromMs: number }

export const mayWriteToStaff = ({ fromMs }: StaffMails, clockMs: number): boolean => clockMs >= fromMs

/** What came of a round of staff mails; any mail that the relay has taken lets them go at once again. */
export function learnOfStaffMails(
  staff: StaffMails,
  { sent, isRefused }: { sent: number; isRefused: boolean },
  clockMs: number,
): void {
  if (sent > 0) Object.assign(staff, { refusals: 0, fromMs: -Infinity })
  else if (isRefused) staff.fromMs = nextStaffMailAt(++staff.refusals, new Date(clockMs)).getTime()
}
