import { byOffice } from '../roster/offices.js'
import { peopleOf } from '../roster/person.js'
import { heldOn } from '../roster/recipient.js'
import { sameAddress } from '../staff/email-address.js'
import {
  idsOf,
  informedOn,
  type Missed,
  type NextEdition,
  type OtherMandate,
  type Unreached,
  type UnreachedFacts,
} from './next-edition.js'

/**
 * Whom an edition did not reach, from deliveries, roster and decisions; ending a follow-up doesn't change it. A person comes once, with all mandates
 * that the edition would have served.
 */
export function unreachedIn(facts: UnreachedFacts, today: string): Unreached[] {
  return [...undelivered(facts), ...silenced(facts)].map(one => {
    const own = idsOf(one)
    const mandates = own.flatMap(id => facts.mandates.find(mandate => mandate.id === id) ?? [])
    const nextAddress = mandates.find(mandate => mandate.email && heldOn(mandate, today))?.email ?? ''
    return {
      ...one,
      who: mandates.find(({ id }) => id === one.recipient)?.name || one.recipient,
      next: nextFor(one, nextAddress, facts),
      nextAddress,
      informedOn: informedOn(one, facts),
    }
  })
}

function undelivered({ deliveries }: UnreachedFacts): Missed[] {
  return deliveries.flatMap(({ recipient, commune, role, also = [], state, address }) => {
    if (state === 'accepted' || state === 'pending' || state === 'deferred') return []
    const others = also.map(({ id, ...office }) => ({ recipient: id, ...office }))
    return [withOthers({ recipient, commune, role, state, address }, others)]
  })
}

/** Each suppressed mandate is an exclusion; those of one person, by the present roster, are told together. */
function silenced({ exclusions, mandates }: UnreachedFacts): Missed[] {
  const left = new Map(
    exclusions
      .filter(({ reason }) => reason === 'suppressed')
      .map(({ recipient, commune, role }) => [recipient, { recipient, commune, role }]),
  )
  const people = peopleOf(mandates.filter(({ id }) => left.has(id)))
  const byFirst = new Map(
    people.map(lines => [...lines].sort(byOffice).map(({ id }) => id)).map(([id, ...rest]) => [id, rest]),
  )
  const second = new Set([...byFirst.values()].flat())
  return [...left.values()]
    .filter(({ recipient }) => !second.has(recipient))
    .map(one =>
      withOthers(
        { ...one, state: 'excluded', address: '' },
        (byFirst.get(one.recipient) ?? []).flatMap(id => left.get(id) ?? []),
      ),
    )
}

const withOthers = (one: Missed, also: OtherMandate[]): Missed => (also.length > 0 ? { ...one, also } : one)

function nextFor(one: Missed, next: string, { suppressed, isAllowed }: UnreachedFacts): NextEdition {
  if (next === '') return 'nobody'
  const hindered = [...idsOf(one), next.toLowerCase()].map(key => suppressed.get(key)).find(Boolean)
  if (hindered) return hindered
  if (!isAllowed(next)) return 'not-allowed'
  if (!sameAddress(one.address, next)) return 'new-address'
  return one.state === 'bounced' ? 'same-address' : 'tried-again'
}
