import type { ActRefusal, FollowUpAct } from '../../model/follow-ups/act.js'
import { followsUp, mayFollowUp } from '../../model/follow-ups/contacts.js'
import type { Commune } from '../../model/roster/commune.js'
import { samePerson } from '../../model/sign-off/sign-off.js'
import type { StaffMember } from '../../model/staff/staff.js'

/** What the step needs to know of a follow-up; `spoc` is an id of staff.yaml. */
export type Followed = { id: string; commune: string; spoc: string }

export type FollowUpPorts<F extends Followed> = {
  communes: () => Promise<Commune[]>
  staff: () => Promise<StaffMember[]>
  find: (id: string) => Promise<F | null>
  keep: (
    id: string,
    act: FollowUpAct,
    acting: { by: string; ownSpoc: string; now: Date },
  ) => Promise<{ followUp: F } | { refused: ActRefusal | 'unknown'; about?: RefusedAbout }>
  /** Tells both sides that something went from one person to another. */
  tellAssigned: (followUp: F, from: string, by: StaffMember) => Promise<void>
}

/** What the sentence of a refusal names. */
export type RefusedAbout = { address?: string; until?: Date }

export type FollowUpRefusal =
  | ActRefusal
  /** There is no such follow-up. */
  | 'unknown'
  /** The address is nobody's on the staff. */
  | 'unknown-person'
  /** Another commune's: not the SPOC, the deputy, or who it was given to. */
  | 'not-theirs'
  /** To give it to somebody who has nothing to do with follow-ups. */
  | 'not-a-spoc'

export type FollowUpDone<F> =
  | { kind: 'done'; followUp: F }
  | { kind: 'refused'; reason: FollowUpRefusal; about?: RefusedAbout }

/** What somebody wants to do; `by` is their address, and the `to` of an assignment is one too. */
export type FollowUpRequest = { id: string; by: string; act: FollowUpAct }

/** Does something with a follow-up for a person who may, and keeps who did it. */
export async function actOnFollowUp<F extends Followed>(
  ports: FollowUpPorts<F>,
  { id, by, act }: FollowUpRequest,
  now: Date,
): Promise<FollowUpDone<F>> {
  const access = await accessTo(ports, id, by)
  if ('refused' in access) return refused(access.refused)
  const { person, before, commune, staff } = access
  const meant = resolved(act, staff)
  if (!meant) return refused('not-a-spoc')
  const kept = await ports.keep(id, meant, { by: person.email, ownSpoc: commune?.spoc ?? '', now })
  if ('refused' in kept) return { ...refused(kept.refused), ...(kept.about ? { about: kept.about } : {}) }
  if (act.kind === 'assign') await ports.tellAssigned(kept.followUp, before.spoc, person)
  return { kind: 'done', followUp: kept.followUp }
}

/** Who asks, the follow-up and its commune, when that person may see and work on it. */
export async function accessTo<F extends Followed>(
  ports: Pick<FollowUpPorts<F>, 'staff' | 'find' | 'communes'>,
  id: string,
  by: string,
): Promise<
  | { person: StaffMember; before: F; commune: Commune | undefined; staff: StaffMember[] }
  | { refused: 'unknown-person' | 'unknown' | 'not-theirs' }
> {
  const staff = await ports.staff()
  const person = staff.find(({ email }) => samePerson(email, by))
  if (!person) return { refused: 'unknown-person' }
  const before = await ports.find(id)
  if (!before) return { refused: 'unknown' }
  const commune = (await ports.communes()).find(({ nis }) => nis === before.commune)
  if (!mayFollowUp(person, commune, before.spoc)) return { refused: 'not-theirs' }
  return { person, before, commune, staff }
}

/** An assignment is kept by the id of the person; null when they don't follow anything up. */
function resolved(act: FollowUpAct, staff: StaffMember[]): FollowUpAct | null {
  if (act.kind !== 'assign') return act
  const to = staff.find(({ email }) => samePerson(email, act.to))
  return to && followsUp(to) ? { kind: 'assign', to: to.id } : null
}

const refused = (reason: FollowUpRefusal) => ({ kind: 'refused' as const, reason })
