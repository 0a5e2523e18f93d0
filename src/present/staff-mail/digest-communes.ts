import type { ExclusionReason } from '../../model/editions/audience.js'
import type { CommuneState } from '../../model/follow-ups/commune-state.js'
import { communesOf, type Unreached } from '../../model/follow-ups/next-edition.js'
import { inOrder } from '../../model/follow-ups/order.js'
import type { Localized } from '../../model/language/language.js'
import { type NamedOffice, officesOf } from '../../model/roster/offices.js'
import type { Roster } from '../../model/roster/roster.js'
import type { DigestFacts, DigestFollowUp } from './digest-facts.js'
import type { Task } from './digest-task.js'
import { taskOf } from './digest-tasks.js'

/** An unreached official in a digest. */
export type DigestUnreached = Pick<
  Unreached,
  'who' | 'role' | 'state' | 'address' | 'next' | 'nextAddress' | 'informedOn'
> & { offices?: NamedOffice[] }

/** `more`: the number of tasks left out, since a mail is no complete list. */
export type DigestCommune = {
  name: Localized
  state: CommuneState | null
  /** Who got it, or should have, for a mandate of this commune, also by one of another commune. */
  addressees: number
  accepted: number
  /** Mandates that got nothing, for a reason to examine. */
  notSent: number
  /** Whom the edition did not reach by mail; missing in digests of earlier versions. */
  unreached?: DigestUnreached[]
  tasks: Task[]
  more: number
}

const TASKS_PER_COMMUNE = 10
type Share = { nis: string; followUps: DigestFollowUp[]; isOwn: boolean }

/** Merges a commune's shares, some of which may have been assigned by hand. */
export function merged(shares: Share[]): Share[] {
  const byCommune = new Map<string, Share>()
  for (const share of shares) {
    const known = byCommune.get(share.nis)
    byCommune.set(share.nis, {
      nis: share.nis,
      followUps: [...(known?.followUps ?? []), ...share.followUps],
      isOwn: share.isOwn || (known?.isOwn ?? false),
    })
  }
  return [...byCommune.values()]
}

/** Exclusions that say nothing about a commune. */
const APART: ExclusionReason[] = ['not-concerned', 'not-affected']

/** A person excluded for another mandate still gets the mail. */
const isNotSent = (reason: ExclusionReason) => !APART.includes(reason) && reason !== 'same-person'

export function communeOf(
  { roster, standIns, coverage, unreached = [] }: DigestFacts,
  { nis, followUps, isOwn }: Share,
  today: string,
): DigestCommune | null {
  const commune = roster.communes.find(one => one.nis === nis)
  const covered = coverage?.communes.list.find(one => one.nis === nis)
  const excluded = (coverage?.exclusions ?? []).filter(one => one.commune === nis)
  const notSent = excluded.filter(({ reason }) => isNotSent(reason)).length
  const addressees = (covered?.addressees ?? 0) + (covered?.elsewhere ?? 0)
  const isConcerned = covered !== undefined && addressees + notSent > 0
  if (!commune || (followUps.length === 0 && !(isOwn && isConcerned))) return null
  const tasks = inOrder(followUps).map(one => taskOf(one, { roster, standIns }, today))
  return {
    name: commune.name,
    state: isConcerned ? covered.state : null,
    addressees,
    accepted: (covered?.accepted ?? 0) + (covered?.acceptedElsewhere ?? 0),
    notSent,
    unreached: unreached.filter(one => communesOf(one).includes(nis)).map(one => shown(one, roster)),
    tasks: tasks.slice(0, TASKS_PER_COMMUNE),
    more: Math.max(0, tasks.length - TASKS_PER_COMMUNE),
  }
}

function shown({ recipient, commune: _, also = [], ...rest }: Unreached, roster: Roster): DigestUnreached {
  return withOffices(rest, officesOf([recipient, ...also.map(one => one.recipient)], roster))
}

/** Offices are left out where there is only one. */
const withOffices = <T extends object>(one: T, offices: NamedOffice[]): T & { offices?: NamedOffice[] } =>
  offices.length > 0 ? { ...one, offices } : one
