import { byDue } from '../../model/follow-ups/order.js'
import { standsInFor } from '../../model/roster/away.js'
import type { Roster } from '../../model/roster/roster.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { communeOf, type DigestCommune, merged } from './digest-communes.js'
import type { DigestFacts, DigestFollowUp } from './digest-facts.js'

/** What one person reads about their communes; `open` counts all tasks. */
export type Digest = {
  to: StaffMember
  standingInFor: { name: string; until: string }[]
  communes: DigestCommune[]
  open: number
}

/**
 * The communes of each SPOC, earliest due first, including those of absent SPOCs and what was assigned by hand. Communes that an edition doesn't
 * concern are left out unless something is to be done.
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

/** Communes without tasks come last, in the order of communes.yaml. */
function byFirstTask(communes: DigestCommune[]): DigestCommune[] {
  return [...communes].sort(({ tasks: [one] }, { tasks: [other] }) =>
    one && other ? byDue(one, other) : Number(!one) - Number(!other),
  )
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
