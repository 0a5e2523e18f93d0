import { mayRemark, type WordsProblem, wordsProblem } from '../../model/sign-off/remark.js'
import { personAt } from '../../model/staff/staff.js'
import { findEdition } from '../../postgres/editions/editions.js'
import { frozenRevisions, keepRemarks, latestRevisions } from '../../postgres/sign-off/remarks.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'

/** `edition`: the frozen edition in which it was read; by default none, and the remark is on the latest revision. */
type AddRemarkRequest = { update: string; by: string; text: string; edition?: string | null }

export type RemarkRefusal = WordsProblem | 'unknown-person' | 'may-not' | 'no-update' | 'no-edition'

export type AddedRemark =
  | { kind: 'added'; id: number; update: string; revision: number; by: string; at: Date }
  | { kind: 'refused'; reason: RemarkRefusal }

/** Keeps a person's remark on an update. It is told later, with what follows soon. */
export async function addRemark(
  context: Context,
  { update, by, text, edition = null }: AddRemarkRequest,
): Promise<AddedRemark> {
  const { engine, clock, log } = context
  const refused = (reason: RemarkRefusal) => ({ kind: 'refused', reason }) as const
  const person = personAt(await staffOf(context), by)
  if (!person) return refused('unknown-person')
  if (!mayRemark(person)) return refused('may-not')
  const wrong = wordsProblem(text)
  if (wrong) return refused(wrong)
  const at = clock()
  const row = edition === null ? null : await findEdition(engine.db, edition, at)
  if (edition !== null && !row?.hash) return refused('no-edition')
  const revision = row
    ? (await frozenRevisions(engine.db, row.id, row.version)).get(update)
    : (await latestRevisions(engine.db, [update])).get(update)?.revision
  if (revision === undefined) return refused('no-update')
  const remark = {
    ...{ update, revision, edition, version: row?.version ?? null, isRefusal: false },
    ...{ by: person.email, text: text.trim(), at },
  }
  const [id = 0] = await keepRemarks(engine.db, [remark])
  log.info('remark.added', { remark: id, update, revision, edition })
  return { kind: 'added', id, update, revision, by: person.email, at }
}
