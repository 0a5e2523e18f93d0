import { seesAll } from '../../model/follow-ups/contacts.js'
import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { listFollowUps } from '../../postgres/follow-ups/listed-follow-ups.js'
import { type Context, rosterToday } from '../context.js'

/** `isMine`: only those that the person has; `withDone`: also what is done. */
export type FollowUpChoice = { isMine?: boolean; withDone?: boolean }

/** Reads a choice from an address or from `--query`; an impossible value narrows nothing. */
export function followUpChoice(query: unknown): Required<FollowUpChoice> {
  const { whose, done } = (query ?? {}) as { whose?: unknown; done?: unknown }
  return { isMine: whose === 'mine', withDone: done === 'yes' }
}

/** The follow-ups that a person may see, in the common order: a SPOC's and deputy's communes, all for heads and admins. */
export async function visibleFollowUps(
  context: Context,
  person: StaffMember,
  { isMine = false, withDone = false }: FollowUpChoice = {},
): Promise<FollowUp[]> {
  const { db } = context.engine
  const all = withDone ? { all: true } : {}
  if (isMine) return listFollowUps(db, { ...all, spoc: person.id })
  if (seesAll(person)) return listFollowUps(db, all)
  const communes = await communesOf(context, person)
  return listFollowUps(db, { ...all, communes, spoc: person.id })
}

/** The NIS codes of the communes whose SPOC or deputy the person is. */
export async function communesOf(context: Context, { id }: StaffMember): Promise<string[]> {
  const { communes } = (await rosterToday(context)).roster
  return communes.filter(({ spoc, deputy }) => spoc === id || deputy === id).map(({ nis }) => nis)
}
