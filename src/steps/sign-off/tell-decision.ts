import { withOffset } from '../../model/calendar/calendar.js'
import { approvalsIn, finalDecision, nameOf } from '../../model/sign-off/sign-off.js'
import { sameAddress } from '../../model/staff/email-address.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import type { Context } from '../context.js'
import { staffOf, tellStaff } from '../staff/staff.js'
import { aboutOf, roundOf } from './about-version.js'

/** In milliseconds: how long a decision is news; a service that was away still tells it. */
const NEWS_MS = 24 * 3_600_000

/** Tells editors, and who prepared the edition, the decision; once. */
export async function tellDecision(context: Context, row: EditionRow): Promise<void> {
  const final = finalDecision(row.decisions, row.approvalsRequired)
  const last = row.decisions.findLast(({ decision }) => decision === final)
  if (!final || !last || context.clock().getTime() - last.at.getTime() > NEWS_MS) return
  const staff = await staffOf(context)
  const values = {
    ...aboutOf(context, row),
    decision: final,
    by: nameOf(staff, last.by),
    at: withOffset(last.at, context.config.timeZone),
    comment: last.comment,
    given: approvalsIn(row.decisions),
    required: row.approvalsRequired,
  }
  const { preparedBy } = row
  const concerned = staff.filter(
    ({ roles, email }) => roles.includes('editor') || (preparedBy !== null && sameAddress(email, preparedBy)),
  )
  await tellStaff(context, concerned, 'sign-off-done', roundOf(row), values)
}
