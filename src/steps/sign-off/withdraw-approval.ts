import { withOffset } from '../../model/calendar/calendar.js'
import type { WithdrawalRefusal } from '../../model/sign-off/sign-off.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { personAt, type StaffMember } from '../../model/staff/staff.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { keepWithdrawal } from '../../postgres/sign-off/withdrawals.js'
import type { Context } from '../context.js'
import { readEdition } from '../editions/read-edition.js'
import { staffOf, tellStaff } from '../staff/staff.js'
import { aboutOf, roundOf } from './about-version.js'
import { readLink } from './sign-link.js'

/** `version`: the one that its giver saw; by default the current one. */
type WithdrawRequest = { edition: string; by: string; reason: string | null; version?: number }

export type Withdrawn =
  | { kind: 'withdrawn'; at: Date; by: StaffMember; given: number; required: number }
  | { kind: 'refused'; reason: WithdrawalRefusal }

/** The same by the person's own link: it names person and version, even after it has signed. */
export async function withdrawByLink(
  context: Context,
  token: string,
  reason: string | null,
): Promise<Withdrawn> {
  const read = await readLink(context, token)
  if (read.kind === 'invalid') return { kind: 'refused', reason: 'no-edition' }
  const { edition, version, email } = read.link
  return withdrawApproval(context, { edition, version, by: email, reason })
}

/** Withdraws a person's own approval until the edition is dispatched. A person who may no longer sign can do so too: it is the safe side. */
export async function withdrawApproval(
  context: Context,
  { edition, by, version, reason: words }: WithdrawRequest,
): Promise<Withdrawn> {
  const { engine, clock, log } = context
  const now = clock()
  const person = personAt(await staffOf(context), by)
  if (!person) return { kind: 'refused', reason: 'unknown-person' }
  const reason = words?.trim() || null
  const withdrawing = { edition, version: version ?? null, by: person.email, reason, now }
  const kept = await keepWithdrawal(engine.db, withdrawing)
  if ('refused' in kept) return { kind: 'refused', reason: kept.refused }
  const { given, required } = kept
  log.info('sign-off.withdrawn', { edition, given, required })
  const row = await readEdition(context, edition)
  if (row) await tell(context, row, { ...kept, by: person.name, reason })
  return { kind: 'withdrawn', by: person, ...kept }
}

/** Tells editors, approvers, and the approval's giver, in whose name it was done. */
async function tell(
  context: Context,
  row: EditionRow,
  { at, ...withdrawal }: { at: Date; by: string; reason: string | null; given: number; required: number },
): Promise<void> {
  const values = { ...aboutOf(context, row), at: withOffset(at, context.config.timeZone), ...withdrawal }
  const concerned = (await staffOf(context)).filter(concerns(row))
  await tellStaff(context, concerned, 'approval-withdrawn', roundOf(row), values)
}

const concerns =
  ({ preparedBy }: EditionRow) =>
  ({ roles, email }: StaffMember) =>
    roles.includes('editor') ||
    roles.includes('approver') ||
    (preparedBy !== null && sameAddress(email, preparedBy))
