import type { MandateRole } from '../agency/role-names.js'
import { canonicalJson } from '../updates/canonical-json.js'
import type { Addressee, Audience, ExclusionReason } from './audience.js'
import { isSamePerson } from './out-of-turn.js'
import type { UpdateDifference } from './update-differences.js'

/**
 * A mandate that differs from the frozen one. address: same person, new address; holder: another person; details: languages, competences, salutation
 * or acting.
 */
export type MandateDifference = {
  about: 'mandate'
  kind: 'address' | 'holder' | 'details' | 'ended' | 'new'
  recipient: string
  commune: string
  role: MandateRole
  /** Name and address; null where there is nobody. */
  before: string | null
  after: string | null
}

export type Difference = UpdateDifference | MandateDifference

/** Exclusions that are about the mandate or its holder, not about the edition's purpose. */
const WITHOUT_HOLDER: ExclusionReason[] = ['vacant', 'mandate-ended', 'mandate-not-begun', 'same-person']

/**
 * Differences between the frozen audience and the roster now. `isWhole` false: the roster has unreadable lines, so a missing mandate proves nothing.
 */
export function mandateDifferences(
  frozen: Pick<Audience, 'addressees' | 'exclusions'>,
  now: Pick<Audience, 'addressees' | 'exclusions'>,
  isWhole: boolean,
): MandateDifference[] {
  const after = new Map(now.addressees.map(one => [one.id, one]))
  const listed = new Set(now.exclusions.map(({ recipient }) => recipient))
  const stoodFor = new Set(
    now.exclusions.filter(({ reason }) => reason === 'same-person').map(({ recipient }) => recipient),
  )
  const changed = frozen.addressees.flatMap((before): MandateDifference[] => {
    const current = after.get(before.id)
    if (!current && !isWhole && !listed.has(before.id)) return []
    // Another mandate of the same person stands for it now; that is no difference of this one.
    if (stoodFor.has(before.id)) return []
    const kind = current ? kindOf(before, current) : 'ended'
    return kind ? [difference(kind, before, before, current ?? null)] : []
  })
  const addressed = new Set(frozen.addressees.map(({ id }) => id))
  const leftOut = new Set(
    frozen.exclusions
      .filter(({ reason }) => !WITHOUT_HOLDER.includes(reason))
      .map(({ recipient }) => recipient),
  )
  const added = now.addressees
    .filter(({ id }) => !addressed.has(id) && !leftOut.has(id))
    .map(current => difference('new', current, null, current))
  return [...changed, ...added].sort((a, b) => (a.recipient < b.recipient ? -1 : 1))
}

function kindOf(before: Addressee, after: Addressee): MandateDifference['kind'] | null {
  if (!isSamePerson(before, after)) return 'holder'
  if (before.email !== after.email) return 'address'
  return canonicalJson(before) === canonicalJson(after) ? null : 'details'
}

function difference(
  kind: MandateDifference['kind'],
  { id, commune, role }: Addressee,
  before: Addressee | null,
  after: Addressee | null,
): MandateDifference {
  const shown = (one: Addressee | null) => one && `${one.name} <${one.email}>`
  return {
    about: 'mandate',
    kind,
    recipient: id,
    commune,
    role,
    before: shown(before),
    after: shown(after),
  }
}

/**
 * Frozen addressees with a corrected address. Mandate, role, commune and name are unchanged: the mail is still for the person for whom it was signed.
 * `now`: mandates that are held.
 */
export function correctedAddresses(
  frozen: readonly Addressee[],
  now: readonly Omit<Addressee, 'also'>[],
): { recipient: string; email: string }[] {
  const current = new Map(now.map(one => [one.id, one]))
  return frozen.flatMap(before => {
    const after = current.get(before.id)
    if (!after || after.email === '' || !isSamePerson(before, after) || after.email === before.email)
      return []
    return [{ recipient: before.id, email: after.email }]
  })
}

/** An identity for a change, so that it is told once although an editor saves five times. */
export function markOf(difference: Difference): string {
  if (difference.about === 'update') return `update ${difference.kind} ${difference.id}`
  return `mandate ${difference.kind} ${difference.recipient} ${difference.after ?? ''}`
}
