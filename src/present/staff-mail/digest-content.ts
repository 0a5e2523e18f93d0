import type { MandateRole } from '../../model/agency/role-names.js'
import type { ExclusionReason } from '../../model/editions/audience.js'
import type { CommuneState } from '../../model/follow-ups/commune-state.js'
import type { Coverage } from '../../model/follow-ups/coverage.js'
import type { StandIn, StandIns } from '../../model/follow-ups/deputy.js'
import { type FollowUpAction, type FollowUpReason, isAboutCommune } from '../../model/follow-ups/follow-up.js'
import { byDue, inOrder } from '../../model/follow-ups/order.js'
import { type KnownPhone, phonesFor } from '../../model/follow-ups/phones.js'
import { type Fact, type Quote, toldBy } from '../../model/follow-ups/told.js'
import { communesOf, type Unreached } from '../../model/follow-ups/unreached.js'
import { oneLine } from '../../model/language/single-line.js'
import type { Bilingual } from '../../model/problem/line.js'
import { standsInFor } from '../../model/roster/away.js'
import { type NamedOffice, officesBeside, officesOf } from '../../model/roster/offices.js'
import type { Roster } from '../../model/roster/roster.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { daysLate } from '../mail/due.js'

/** Something that a person does next. Dates are ISO dates. */
export type Task = {
  /** The function that holds the mandate; empty: the whole commune. */
  who: string
  role: MandateRole | null
  /** Of somebody with several offices, all of them. */
  offices?: NamedOffice[]
  /** Of a mandate that nobody holds, its competences: it has no name, and `who` is its id. */
  vacant?: { competences: string[] }
  email: string
  edition: string | null
  reason: FollowUpReason
  action: FollowUpAction
  due: string
  isOverdue: boolean
  /** Whole days; a digest that was made before this version has none. */
  daysLate?: number
  isInHand: boolean
  standIn: StandIn | null
  /** Whom to call; a digest that was made before this version has none. */
  phones?: KnownPhone[]
  /** What a rule noted; a digest that was made before this version has it in `detail`. */
  facts?: Fact[]
  /** The other side's words, shortened. */
  detail: string
  whose?: Quote['whose']
}

/** Somebody not reached, as a digest says it. */
export type DigestUnreached = Pick<
  Unreached,
  'who' | 'role' | 'state' | 'address' | 'next' | 'nextAddress' | 'informedOn'
> & { offices?: NamedOffice[] }

/** `more`: tasks that are left out, for a mail is no list of all. */
export type DigestCommune = {
  name: Bilingual
  state: CommuneState | null
  /** Those who got it, or should have, for a mandate of this commune: also under one of another commune. */
  addressees: number
  accepted: number
  /** Mandates that got nothing, with a reason to look at. */
  notSent: number
  /** Whom the edition did not reach by mail; one that was made before this version knows of none. */
  unreached?: DigestUnreached[]
  tasks: Task[]
  more: number
}

/** What one person reads about their communes; `open` counts all tasks. */
export type Digest = {
  to: StaffMember
  standingInFor: { name: string; until: string }[]
  communes: DigestCommune[]
  open: number
}

export type DigestFollowUp = {
  commune: string
  recipient: string
  edition: string | null
  reason: FollowUpReason
  action: FollowUpAction
  /** To whom it was given: an id of staff.yaml. */
  spoc: string
  /** Null: to the commune's own contact, whoever that is now. */
  assignedBy: string | null
  state: 'open' | 'in-hand' | 'done'
  due: string
  detail: string
}

export type DigestFacts = {
  roster: Roster
  followUps: DigestFollowUp[]
  standIns: StandIns
  /** Of the edition that the digest tells of, or the last one; null before the first. */
  coverage: Coverage | null
  /** Of the same edition. */
  unreached?: Unreached[]
}

const TASKS_PER_COMMUNE = 10
const DETAIL_LENGTH = 160

/**
 * For each contact person their communes, that with the earliest due first: those of others too for which they stand in, and
 * what was given to them by hand. Communes that an edition does not concern are left out unless something is to be done.
 */
export function digestsOf(facts: DigestFacts, today: string): Digest[] {
  const { roster, followUps } = facts
  const open = followUps.filter(({ state }) => state !== 'done')
  const byPerson = new Map<string, { nis: string; followUps: DigestFollowUp[]; isOwn: boolean }[]>()
  const add = (person: string, nis: string, list: DigestFollowUp[], isOwn: boolean) =>
    byPerson.set(person, [...(byPerson.get(person) ?? []), { nis, followUps: list, isOwn }])
  for (const commune of roster.communes) {
    const here = open.filter(one => one.commune === commune.nis)
    const contact = standsInFor(commune, roster.staff, today)
    add(
      contact,
      commune.nis,
      here.filter(one => one.assignedBy === null),
      true,
    )
    const given = here.filter(one => one.assignedBy !== null)
    for (const person of new Set(given.map(({ spoc }) => spoc)))
      add(
        person,
        commune.nis,
        given.filter(({ spoc }) => spoc === person),
        person === contact,
      )
  }
  return roster.staff.flatMap(to => {
    const mine = byPerson.get(to.id)
    if (!mine) return []
    const communes = byFirstTask(merged(mine).flatMap(one => communeOf(facts, one, today) ?? []))
    if (communes.length === 0) return []
    const open = communes.reduce((sum, { tasks, more }) => sum + tasks.length + more, 0)
    return [{ to, standingInFor: absentOnes(roster, to, today), communes, open }]
  })
}

/** Communes where nothing is to be done come last, in the order of communes.yaml. */
function byFirstTask(communes: DigestCommune[]): DigestCommune[] {
  return [...communes].sort(({ tasks: [one] }, { tasks: [other] }) =>
    one && other ? byDue(one, other) : Number(!one) - Number(!other),
  )
}

type Share = { nis: string; followUps: DigestFollowUp[]; isOwn: boolean }

/** A commune comes once, also when some of it was given by hand. */
function merged(shares: Share[]): Share[] {
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

/** Reasons of exclusions that say nothing about a commune. */
const APART: ExclusionReason[] = ['not-concerned', 'not-affected']
/** Those who get no mail of this edition: for another mandate of theirs, somebody does get it. */
const isNotSent = (reason: ExclusionReason) => !APART.includes(reason) && reason !== 'same-person'

function communeOf(
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

/** Offices are left out where there is but one. */
const withOffices = <T extends object>(one: T, offices: NamedOffice[]): T & { offices?: NamedOffice[] } =>
  offices.length > 0 ? { ...one, offices } : one

function taskOf(
  followUp: DigestFollowUp,
  { roster, standIns }: Pick<DigestFacts, 'roster' | 'standIns'>,
  today: string,
): Task {
  const { recipient, reason, action, edition, due, state } = followUp
  const mandate = isAboutCommune(reason)
    ? undefined
    : roster.mandateHolders.find(({ id }) => id === recipient)
  const { facts, quote } = toldBy(followUp)
  const offices = mandate ? officesBeside(mandate.id, roster, today) : []
  const words = oneLine(quote?.text ?? '')
  return {
    who: isAboutCommune(reason) ? '' : mandate?.name || recipient,
    role: mandate?.role ?? null,
    ...(offices.length > 0 ? { offices } : {}),
    ...(mandate?.name === '' ? { vacant: { competences: mandate.competences } } : {}),
    email: mandate?.email ?? '',
    edition,
    reason,
    action,
    due,
    isOverdue: due < today,
    daysLate: daysLate(due, today),
    isInHand: state === 'in-hand',
    standIn: standIns.get(recipient) ?? null,
    phones: phonesFor(followUp, roster),
    facts,
    ...(quote ? { whose: quote.whose } : {}),
    detail: words.length > DETAIL_LENGTH ? `${words.slice(0, DETAIL_LENGTH - 1).trimEnd()}…` : words,
  }
}

function absentOnes({ communes, staff }: Roster, to: StaffMember, today: string): Digest['standingInFor'] {
  const ids = new Set(
    communes
      .filter(one => one.spoc !== to.id && standsInFor(one, staff, today) === to.id)
      .map(({ spoc }) => spoc),
  )
  return staff
    .filter(({ id }) => ids.has(id))
    .flatMap(({ name, away = [] }) => {
      const until = away.find(one => one.from <= today && today <= one.until)?.until
      return until ? [{ name, until }] : []
    })
}
