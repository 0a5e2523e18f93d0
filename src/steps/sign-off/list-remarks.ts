import type { Localized } from '../../model/language/language.js'
import type { Remark, RemarkReply } from '../../model/sign-off/remark.js'
import { nameOf } from '../../model/sign-off/sign-off.js'
import { titleOf, type Update } from '../../model/updates/update.js'
import { latestRevisions, type RemarkFilter, remarksBy } from '../../postgres/sign-off/remarks.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'

/** A remark with names by staff.yaml now, and its update as it is now. */
export type ListedRemark = Omit<Remark, 'replies'> & {
  name: string
  replies: (RemarkReply & { name: string })[]
  now: { revision: number; title: Localized; file: string; editor: string | null }
}

/** The remarks that fit, in order. */
export async function listRemarks(context: Context, filter: RemarkFilter): Promise<ListedRemark[]> {
  const { db } = context.engine
  const remarks = await remarksBy(db, filter)
  if (remarks.length === 0) return []
  const staff = await staffOf(context)
  const latest = await latestRevisions(db, [...new Set(remarks.map(({ update }) => update))])
  return remarks.flatMap(remark => {
    const found = latest.get(remark.update)
    if (!found) return []
    const { content, ...rest } = found
    return [
      {
        ...remark,
        name: nameOf(staff, remark.by),
        replies: remark.replies.map(reply => ({ ...reply, name: nameOf(staff, reply.by) })),
        now: { ...rest, title: titleOf(JSON.parse(content) as Update) },
      },
    ]
  })
}
