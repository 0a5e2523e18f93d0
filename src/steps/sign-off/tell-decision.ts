import { withOffset } from '../../model/calendar/calendar.js'
import { approvalsIn, finalDecision, nameOf } from '../../model/sign-off/sign-off.js'
import { sameAddress } from '../../model/staff/email-address.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import type { Context } from '../context.js'
import { staffOf, tellStaff } from '../staff/staff.js'
import { aboutOf, roundOf } from './about-version.js'
import { listRemarks } from './list-remarks.js'
import { remarkLine } from './tell-remarks.js'

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
  const remarks = final === 'reject' ? await refusalRemarks(context, row, last.by) : []
  const authors = [row.preparedBy, ...remarks.map(({ now }) => now.editor)]
  const concerned = staff.filter(
    ({ roles, email }) =>
      roles.includes('editor') || authors.some(author => author !== null && sameAddress(email, author)),
  )
  await tellStaff(context, concerned, 'sign-off-done', roundOf(row), {
    ...values,
    ...(final === 'reject' ? { page: `${context.config.baseUrl}/editions/${row.id}` } : {}),
    ...(remarks.length > 0 ? { remarks: remarks.map(line => remarkLine(line)) } : {}),
  })
}

/** What was remarked on the updates when this version was returned. */
async function refusalRemarks(context: Context, { id, version }: EditionRow, by: string) {
  const remarks = await listRemarks(context, { edition: id })
  return remarks.filter(one => one.isRefusal && one.version === version && sameAddress(one.by, by))
}
