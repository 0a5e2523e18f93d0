import { withOffset } from '../../model/calendar/calendar.js'
import { samePerson } from '../../model/sign-off/sign-off.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { type EditionRow, findEdition } from '../../postgres/editions/editions.js'
import { keepWithdrawal } from '../../postgres/sign-off/withdrawals.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { readSignLink } from './sign-links.js'
import { aboutOf, roundOf } from './signing.js'
import { type Withdrawn, type WithdrawRequest, withdrawApproval } from './withdraw-approval.js'

export type { Withdrawn } from './withdraw-approval.js'

/** Taking an approval back, until the edition is dispatched. */
export function bindWithdrawing(context: Context) {
  return {
    withdrawApproval: (request: WithdrawRequest): Promise<Withdrawn> => withdraw(context, request),
    /** The same by the link that its giver had: it names the person and the version, also once it has signed. */
    withdrawByLink: (token: string, reason: string | null): Promise<Withdrawn> =>
      withdrawByLink(context, token, reason),
  }
}

async function withdrawByLink(context: Context, token: string, reason: string | null): Promise<Withdrawn> {
  const read = await readSignLink(context, token)
  if (read.kind === 'invalid') return { kind: 'refused', reason: 'no-edition' }
  const { edition, version, person } = read.link
  return withdraw(context, { edition, version, by: person, reason })
}

async function withdraw(context: Context, request: WithdrawRequest): Promise<Withdrawn> {
  const { engine, clock, log } = context
  const withdrawn = await withdrawApproval(
    {
      staff: () => staffOf(context),
      keepWithdrawal: withdrawing => keepWithdrawal(engine.db, withdrawing),
    },
    request,
    clock(),
  )
  if (withdrawn.kind === 'refused') return withdrawn
  const { edition } = request
  const { given, required } = withdrawn
  log.info('sign-off.withdrawn', { edition, given, required })
  const row = await findEdition(engine.db, edition, clock())
  if (row) await tell(context, row, withdrawn, request.reason?.trim() || null)
  return withdrawn
}

/** Those who write, those who sign, and its giver: it was done in their name. */
async function tell(
  context: Context,
  row: EditionRow,
  { by, at, given, required }: Extract<Withdrawn, { kind: 'withdrawn' }>,
  reason: string | null,
): Promise<void> {
  const values = {
    ...aboutOf(context, row),
    by: by.name,
    at: withOffset(at, context.config.timeZone),
    reason,
    given,
    required,
  }
  for (const to of (await staffOf(context)).filter(concerns(row)))
    await context.notify({
      key: `approval-withdrawn ${row.id} v${row.version}${roundOf(row)} ${to.email}`,
      kind: 'approval-withdrawn',
      to,
      values,
    })
}

const concerns =
  ({ preparedBy }: EditionRow) =>
  ({ roles, email }: StaffMember) =>
    roles.includes('editor') ||
    roles.includes('approver') ||
    (preparedBy !== null && samePerson(email, preparedBy))
