import { nameOf } from '../../model/sign-off/sign-off.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { refusalsBefore } from '../../postgres/sign-off/decisions.js'
import { frozenRevisions } from '../../postgres/sign-off/remarks.js'
import { type KeptRevision, revisionsOf } from '../../postgres/updates/update-history.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { type ListedRemark, listRemarks } from './list-remarks.js'

/** A remark read in an earlier version. `before`, `after`: its update's revisions then and in this version; null where it is gone. */
export type FollowedRemark = ListedRemark & { before: KeptRevision | null; after: KeptRevision | null }

/** What was returned or remarked before this version was asked, and what was done since. */
export type ReturnedBefore = {
  refusals: { name: string; at: Date; comment: string | null }[]
  followed: FollowedRemark[]
  /** Read in this version. */
  present: ListedRemark[]
}

export async function returnedBefore(context: Context, { id, version }: EditionRow): Promise<ReturnedBefore> {
  const { db } = context.engine
  const staff = await staffOf(context)
  const remarks = await listRemarks(context, { edition: id })
  const earlier = remarks.filter(one => one.version !== null && one.version < version)
  const frozen = await frozenRevisions(db, id, version)
  const followed: FollowedRemark[] = []
  const known = new Map<string, KeptRevision[]>()
  for (const remark of earlier) {
    const revisions = known.get(remark.update) ?? (await revisionsOf(db, remark.update))
    known.set(remark.update, revisions)
    const at = (number: number | undefined) => revisions.find(one => one.number === number) ?? null
    followed.push({ ...remark, before: at(remark.revision), after: at(frozen.get(remark.update)) })
  }
  const refusals = await refusalsBefore(db, id, version)
  return {
    refusals: refusals.map(({ by, at, comment }) => ({ name: nameOf(staff, by), at, comment })),
    followed,
    present: remarks.filter(one => one.version === version),
  }
}
