import type { ActRefusal, FollowUpAct } from '../../model/follow-ups/act.js'
import { followsUp, mayFollowUp } from '../../model/follow-ups/contacts.js'
import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import type { Commune } from '../../model/roster/commune.js'
import { personAt, type StaffMember } from '../../model/staff/staff.js'
import { type ActKept, type EffectRefused, keepAct } from '../../postgres/follow-ups/follow-up-acts.js'
import { findFollowUp } from '../../postgres/follow-ups/follow-up-histories.js'
import { type Context, rosterToday, todayOf } from '../context.js'
import { nudgeDue } from '../delivery/queue.js'
import { prepareEffect } from './follow-up-effects.js'
import { tellReassigned } from './tell-reassigned.js'

export type FollowUpRefusal =
  | ActRefusal
  /** There is no such follow-up. */
  | 'unknown'
  /** The address belongs to nobody on the staff. */
  | 'unknown-person'
  /** Of another commune: the person is neither SPOC, deputy nor assignee. */
  | 'not-theirs'
  /** The assignee has nothing to do with follow-ups. */
  | 'not-a-spoc'

type FollowUpDone =
  | { kind: 'done'; followUp: FollowUp }
  | { kind: 'refused'; reason: FollowUpRefusal; about?: EffectRefused['about'] }

/** A person's request; `by` is their address, and an assignment's `to` is one too. `seen`: how many changes their page had; null: any. */
type FollowUpRequest = { id: string; by: string; act: FollowUpAct; seen?: number | null }

/** Does something with a follow-up for an authorised person, and records who. */
export async function actOnFollowUp(
  context: Context,
  { id, by, act, seen = null }: FollowUpRequest,
): Promise<FollowUpDone> {
  const access = await followUpAccess(context, id, by)
  if ('refused' in access) return refused(access.refused)
  const { person, before, commune, staff } = access
  const meant = resolved(act, staff)
  if (!meant) return refused('not-a-spoc')
  const kept = await keep(context, before, meant, { by: person.email, ownSpoc: commune?.spoc ?? '', seen })
  if ('refused' in kept)
    return { ...refused(kept.refused), ...('about' in kept ? { about: kept.about } : {}) }
  const { followUp } = kept
  if (act.kind === 'assign')
    await tellReassigned(context, [{ ...followUp, from: before.spoc, to: followUp.spoc }], person)
  return { kind: 'done', followUp }
}

/** Who asks, the follow-up and its commune, when that person may see and work on it; or why not. */
export async function followUpAccess(
  context: Context,
  id: string,
  by: string,
): Promise<
  | { person: StaffMember; before: FollowUp; commune: Commune | undefined; staff: StaffMember[] }
  | { refused: 'unknown-person' | 'unknown' | 'not-theirs' }
> {
  const { engine } = context
  const { staff, communes } = (await rosterToday(context)).roster
  const person = personAt(staff, by)
  if (!person) return { refused: 'unknown-person' }
  const before = await findFollowUp(engine.db, id)
  if (!before) return { refused: 'unknown' }
  const commune = communes.find(({ nis }) => nis === before.commune)
  if (!mayFollowUp(person, commune, before.spoc)) return { refused: 'not-theirs' }
  return { person, before, commune, staff }
}

/** Keeps it with its effect, and tells the workers what is due by that. */
async function keep(
  context: Context,
  before: FollowUp,
  act: FollowUpAct,
  acting: { by: string; ownSpoc: string; seen: number | null },
): Promise<ActKept> {
  const { engine, clock } = context
  const effect = act.kind === 'done' ? await prepareEffect(context, before, { ...act, by: acting.by }) : null
  const now = clock()
  const today = todayOf(context)
  const kept = await keepAct(engine.db, before.id, act, { ...acting, now, today }, effect)
  if ('due' in kept && kept.due && kept.due.length > 0) await nudgeDue(context, kept.due)
  return kept
}

/** An assignment is stored by the person's id; null when they follow nothing up. */
function resolved(act: FollowUpAct, staff: StaffMember[]): FollowUpAct | null {
  if (act.kind !== 'assign') return act
  const to = personAt(staff, act.to)
  return to && followsUp(to) ? { kind: 'assign', to: to.id } : null
}

const refused = (reason: FollowUpRefusal) => ({ kind: 'refused' as const, reason })
