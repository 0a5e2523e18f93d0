import { type Authors, refusalOf, type SignerRefusal, whoCanSign } from '../../model/sign-off/sign-off.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { draftersOf } from '../../postgres/editions/drafters.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { editorsOf } from '../../postgres/updates/revision-editors.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'

/** Who drafted the same content, first or again, is an author like who wrote its updates. */
export async function authorsOf({ engine }: Context, row: EditionRow): Promise<Authors> {
  const { db } = engine
  const editors = await editorsOf(db, row.id, row.version)
  const drafters = row.hash ? await draftersOf(db, row.id, row.hash) : []
  return { editors: [...editors, ...drafters], preparedBy: row.preparedBy }
}

/** Who can sign the version now. */
export async function signersOf(context: Context, row: EditionRow): Promise<StaffMember[]> {
  return whoCanSign(await staffOf(context), await authorsOf(context, row), row.decisions)
}

/** Why a person (an address) may not sign the version now; null when they may. */
export async function signerRefusal(
  context: Context,
  email: string,
  row: EditionRow,
): Promise<SignerRefusal | null> {
  return refusalOf(email, await staffOf(context), await authorsOf(context, row))
}
