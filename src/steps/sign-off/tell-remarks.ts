import { batchesOf, batchOf } from '../../model/sign-off/batches.js'
import { closingOf } from '../../model/sign-off/remark.js'
import { editorsFor } from '../../model/staff/editors.js'
import { sameAddress } from '../../model/staff/email-address.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { repliedSince } from '../../postgres/sign-off/remarks.js'
import type { RemarkLine } from '../../present/staff-mail/notices/remarks.js'
import type { Context } from '../context.js'
import { staffOf, tellStaff } from '../staff/staff.js'
import { type ListedRemark, listRemarks } from './list-remarks.js'

/** In milliseconds: how long a remark is news; a service that was away still tells it. */
const NEWS_MS = 24 * 3_600_000

/** Tells authors and editors what was remarked, and who remarked what was answered: all of a short time in one mail, once. */
export async function tellRemarks(context: Context): Promise<void> {
  const { engine, clock } = context
  const since = batchOf(new Date(clock().getTime() - NEWS_MS))
  const staff = await staffOf(context)
  const made = (await listRemarks(context, { since })).filter(({ isRefusal }) => !isRefusal)
  const replied = await listRemarks(context, { ids: await repliedSince(engine.db, since) })
  for (const person of staff) {
    await tellMade(
      context,
      person,
      made.filter(one => concerns(one, person, staff)),
    )
    await tellReplies(context, person, replied, since)
  }
}

/** Who changes an update after a remark: its author, and its file's editors; not who remarked. */
export function concerns(
  { by, now }: Pick<ListedRemark, 'by' | 'now'>,
  { email }: StaffMember,
  staff: readonly StaffMember[],
): boolean {
  if (sameAddress(by, email)) return false
  const isAuthor = now.editor !== null && sameAddress(now.editor, email)
  return isAuthor || editorsFor(now.file, staff).some(editor => sameAddress(editor.email, email))
}

/** What is closed by then asks nothing of anybody. */
async function tellMade(context: Context, person: StaffMember, made: ListedRemark[]): Promise<void> {
  for (const [start, batch] of batchesOf(made, context.clock())) {
    const open = batch.filter(one => !closingOf(one))
    if (open.length === 0) continue
    const values = { remarks: open.map(remarkLine), page: pageOf(context, open) }
    await tellStaff(context, [person], 'remarks-made', start, values)
  }
}

/** Only what others answered: nobody is told their own words. */
async function tellReplies(
  context: Context,
  person: StaffMember,
  replied: ListedRemark[],
  since: Date,
): Promise<void> {
  const replies = replied
    .filter(({ by }) => sameAddress(by, person.email))
    .flatMap(remark => remark.replies.map(({ by, at }) => ({ remark, by, at })))
    .filter(({ by, at }) => at >= since && !sameAddress(by, person.email))
  for (const [start, batch] of batchesOf(replies, context.clock())) {
    const remarks = [...new Set(batch.map(({ remark }) => remark))]
    const values = { remarks: remarks.map(remarkLine), page: pageOf(context, remarks) }
    await tellStaff(context, [person], 'remarks-answered', start, values)
  }
}

/** A remark as a staff mail tells it. */
export const remarkLine = (remark: ListedRemark): RemarkLine => ({
  update: remark.update,
  title: remark.now.title,
  by: remark.name,
  text: remark.text,
  isClosed: closingOf(remark) !== null,
  answers: remark.replies.flatMap(({ name, text }) => (text === null ? [] : [{ by: name, text }])),
})

/** The page of the one update that they are about, else my desk. */
function pageOf({ config }: Context, remarks: ListedRemark[]): string {
  const [first, ...others] = new Set(remarks.map(({ update }) => update))
  return others.length === 0 ? `${config.baseUrl}/updates/${first}` : `${config.baseUrl}/`
}
