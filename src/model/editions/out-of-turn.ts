import { type Addressee, type Audience, byRecipient, type Exclusion, excluded } from './audience.js'

/**
 * The audience of an erratum: exactly those who got the wrong edition; others are excluded as not affected. A holder of the same mandate is addressed
 * as the roster says now, anybody else as then.
 */
export function whoGotIt(audience: Audience, got: readonly Addressee[]): Audience {
  const now = new Map(audience.addressees.map(one => [one.id, one]))
  const silenced = new Set(
    audience.exclusions.filter(({ reason }) => reason === 'suppressed').map(({ recipient }) => recipient),
  )
  const gotIt = new Set(got.map(({ id }) => id).filter(id => !silenced.has(id)))
  // A person who got it for two mandates gets one erratum.
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

/** Whether a mandate still belongs to the same person: name, role and commune tell, the roster's id alone doesn't. */
export function isSamePerson(
  a: Pick<Addressee, 'name' | 'role' | 'commune'>,
  b: Pick<Addressee, 'name' | 'role' | 'commune'>,
): boolean {
  return a.name === b.name && a.role === b.role && a.commune === b.commune
}
