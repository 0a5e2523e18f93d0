import { personAt, type StaffMember } from '../../model/staff/staff.js'
import { type GoneUpdate, goneUpdates } from '../../postgres/updates/gone-updates.js'
import { keepLeftOut } from '../../postgres/updates/left-out-files.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'

export type LeavingOut =
  | { kind: 'left-out'; update: string; file: string; by: string; at: Date; isCarried: boolean }
  | { kind: 'refused'; reason: 'not-gone' | 'unknown-person' | 'not-theirs' | 'no-reason'; waiting: string[] }

type LeaveOutRequest = { update: string; by: string; reason: string }

/** Editors write and delete; approvers and admins decide what leaves. */
export const mayLeaveOut = ({ roles }: Pick<StaffMember, 'roles'>) =>
  roles.some(role => role === 'editor' || role === 'approver' || role === 'admin')

/** Records that an update whose file is missing was left out on purpose: no draft waits for it any more. decision 51 */
export async function leaveOut(
  context: Context,
  { update, by, reason }: LeaveOutRequest,
): Promise<LeavingOut> {
  const { engine, clock, log } = context
  const waiting = (await awaitedUpdates(context)).map(one => one.update.id)
  const refused = (why: Extract<LeavingOut, { kind: 'refused' }>['reason']) => ({
    kind: 'refused' as const,
    reason: why,
    waiting,
  })
  const person = personAt(await staffOf(context), by)
  if (!person) return refused('unknown-person')
  if (!mayLeaveOut(person)) return refused('not-theirs')
  if (reason.trim() === '') return refused('no-reason')
  const at = clock()
  const kept = await keepLeftOut(engine.db, { update, by: person.email, reason: reason.trim(), now: at })
  if (!kept) return refused('not-gone')
  log.info('update.left-out', { update })
  return { kind: 'left-out', update, by: person.email, at, ...kept }
}

/** Updates for which a draft waits: their files, since when they are missing, and whether editions carried them. */
export const awaitedUpdates = async ({ engine }: Context): Promise<GoneUpdate[]> =>
  (await goneUpdates(engine.db)).filter(({ isAwaited }) => isAwaited)
