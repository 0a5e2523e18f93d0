import { type Addressee, type Audience, byRecipient, type Exclusion, excluded } from './audience.js'

/**
 * The audience of an erratum: exactly those who got the wrong edition; everybody else is excluded as not affected. Somebody
 * who still holds the same mandate gets it as the roster has them now; anybody else as they were addressed then.
 */
export function whoGotIt(audience: Audience, got: readonly Addressee[]): Audience {
  const now = new Map(audience.addressees.map(one => [one.id, one]))
  const silenced = new Set(
    audience.exclusions.filter(({ reason }) => reason === 'suppressed').map(({ recipient }) => recipient),
  )
  const gotIt = new Set(got.map(({ id }) => id).filter(id => !silenced.has(id)))
  // Somebody who got it twice, for two mandates, is corrected once.
  const isStoodFor = ({ reason, standsFor }: Exclusion) =>
    reason === 'same-person' && standsFor !== undefined && gotIt.has(standsFor)
  const stoodFor = new Set(audience.exclusions.filter(isStoodFor).map(({ recipient }) => recipient))
  const addressees = got
    .filter(({ id }) => gotIt.has(id) && !stoodFor.has(id))
    .map(then => {
      const same = now.get(then.id)
      // decision 11
      return same && isSamePerson(same, then) ? same : then
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const reached = new Set(addressees.map(({ id }) => id))
  const exclusions = byRecipient([
    ...audience.exclusions
      .filter(({ recipient }) => !reached.has(recipient))
      .map(one => (one.reason === 'suppressed' || isStoodFor(one) ? one : notAffected(one))),
    ...audience.addressees.filter(({ id }) => !reached.has(id)).map(one => excluded(one, 'not-affected')),
  ])
  return { candidates: addressees.length + exclusions.length, addressees, exclusions }
}

const notAffected = ({ standsFor: _, ...one }: Exclusion): Exclusion => ({ ...one, reason: 'not-affected' })

/** Does the mandate still belong to the same person? The roster's id alone doesn't say so: name, role and commune do. */
export function isSamePerson(
  a: Pick<Addressee, 'name' | 'role' | 'commune'>,
  b: Pick<Addressee, 'name' | 'role' | 'commune'>,
): boolean {
  return a.name === b.name && a.role === b.role && a.commune === b.commune
}
