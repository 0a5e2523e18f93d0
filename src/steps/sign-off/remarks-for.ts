import { nameOf } from '../../model/sign-off/sign-off.js'
import { sameAddress } from '../../model/staff/email-address.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { findEdition } from '../../postgres/editions/editions.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { type ListedRemark, listRemarks } from './list-remarks.js'
import { concerns } from './tell-remarks.js'

/** Open remarks that wait for a person: on their updates, or their own with an answer of another. */
export type RemarksFor = { toDo: ListedRemark[]; answered: ListedRemark[] }

export async function remarksFor(context: Context, person: StaffMember): Promise<RemarksFor> {
  const open = await listRemarks(context, { isOpen: true })
  if (open.length === 0) return { toDo: [], answered: [] }
  const staff = await staffOf(context)
  const isOwn = ({ by }: { by: string }) => sameAddress(by, person.email)
  return {
    toDo: open.filter(one => concerns(one, person, staff)),
    answered: open.filter(one => isOwn(one) && one.replies.some(reply => !isOwn(reply))),
  }
}

/** Who returned an edition for correction, and why; null when its current version is not returned. */
export type ReturnedEdition = { edition: string; name: string; at: Date; comment: string | null }

export async function returnedEdition(context: Context, edition: string): Promise<ReturnedEdition | null> {
  const row = await findEdition(context.engine.db, edition, context.clock())
  const refusal = row?.decisions.findLast(({ decision }) => decision === 'reject')
  if (row?.state !== 'rejected' || !refusal) return null
  const { by, at, comment } = refusal
  return { edition, name: nameOf(await staffOf(context), by), at, comment }
}
