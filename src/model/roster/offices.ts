import { sameAddress } from '../staff/email-address.js'
import type { Commune } from './commune.js'
import { linesOfPerson } from './person.js'
import { heldOn, type MandateHolder } from './recipient.js'
import type { Roster } from './roster.js'

/** An office with its commune, so that it can be named later without the roster. */
export type NamedOffice = Pick<MandateHolder, 'commune' | 'role' | 'acting' | 'competences'> & {
  place: Pick<Commune, 'nis' | 'name' | 'deFr'> | null
}

const rank = ({ role, acting }: Pick<MandateHolder, 'role' | 'acting'>) =>
  (role === 'mayor' ? 0 : 2) + (acting ? 1 : 0)

/** The highest office first: mayor before alderman, own before acting, then by id (decision 55). */
export function byOffice(
  a: Pick<MandateHolder, 'id' | 'role' | 'acting'>,
  b: Pick<MandateHolder, 'id' | 'role' | 'acting'>,
): number {
  return rank(a) - rank(b) || (a.id < b.id ? -1 : 1)
}

/** The mandates of these ids with their communes, the highest first; empty for a single one, which needs no list. */
export function officesOf(
  ids: readonly string[],
  { communes, mandateHolders }: Pick<Roster, 'communes' | 'mandateHolders'>,
): NamedOffice[] {
  if (ids.length < 2) return []
  const held = mandateHolders.filter(({ id }) => ids.includes(id)).sort(byOffice)
  return held.map(({ commune: nis, role, acting, competences }) => {
    const commune = communes.find(one => one.nis === nis)
    const place = commune ? { nis, name: commune.name, deFr: commune.deFr } : null
    return { commune: nis, role, acting, competences, place }
  })
}

/** All offices of a mandate's holder on an ISO date; empty where there is only one. */
export function officesBeside(
  id: string,
  roster: Pick<Roster, 'communes' | 'mandateHolders'>,
  today: string,
): NamedOffice[] {
  return officesOf(mandatesBeside(id, roster, today), roster)
}

/** The ids of all mandates of a mandate's holder on an ISO date, that one included. */
export function mandatesBeside(
  id: string,
  { mandateHolders }: Pick<Roster, 'mandateHolders'>,
  today: string,
): string[] {
  const email = mandateHolders.find(one => one.id === id)?.email
  if (!email) return [id]
  const lines = mandateHolders.filter(one => sameAddress(one.email, email) && heldOn(one, today))
  return linesOfPerson(lines, id)
}
