import { hasDecided, type SignerRefusal } from '../../model/sign-off/sign-off.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { undecidedOrUnsent } from '../../postgres/editions/edition-lists.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import type { Context } from '../context.js'
import { signerRefusal } from './signers.js'

/** Whether a person may sign now. `decided`: their decision stands; `closed`: it awaits none. */
export type Signature = { kind: 'open' | 'decided' | 'closed' } | { kind: 'refused'; reason: SignerRefusal }

/** Whether this person may sign this version now. */
export async function signature(
  context: Context,
  row: EditionRow,
  { email }: StaffMember,
): Promise<Signature> {
  if (hasDecided(row.decisions, email)) return { kind: 'decided' }
  if (row.state !== 'awaiting-sign-off') return { kind: 'closed' }
  const reason = await signerRefusal(context, email, row)
  return reason ? { kind: 'refused', reason } : { kind: 'open' }
}

/** What awaits an approver, and what they approved that has not left; the first to leave comes first. `unsent`: where they were read already. */
export async function signDesk(
  context: Context,
  person: StaffMember,
  unsent: EditionRow[] | null = null,
): Promise<{ row: EditionRow; signature: Signature }[]> {
  const rows = unsent ?? (await undecidedOrUnsent(context.engine.db, context.clock()))
  const all = await Promise.all(
    rows.map(async row => ({ row, signature: await signature(context, row, person) })),
  )
  const isTheirs = ({ row, signature: { kind } }: (typeof all)[number]) =>
    row.state === 'awaiting-sign-off' || (row.state === 'approved' && kind === 'decided')
  const slot = ({ row }: (typeof all)[number]) => row.sendAt?.getTime() ?? 0
  return all.filter(isTheirs).sort((a, b) => slot(a) - slot(b))
}
