import { languagesInOrder, type Reading } from '../language/language.js'
import { byOffice } from '../roster/offices.js'
import { peopleOf } from '../roster/person.js'
import type { MandateHolder } from '../roster/recipient.js'

export const EXCLUSION_REASONS = [
  'vacant',
  'mandate-ended',
  'mandate-not-begun',
  'suppressed',
  /** A flash for other communes. */
  'not-concerned',
  /** An erratum of an edition that did not reach them. */
  'not-affected',
  /** Another mandate of somebody who gets one mail for all of theirs. */
  'same-person',
] as const
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number]

/** `also`: the further mandates of the same person, by id; missing where there is none. */
export type Addressee = Omit<MandateHolder, 'since' | 'until' | 'phones'> & { also?: Office[] }
/** A further mandate of an addressee: all that isn't the person's own. */
export type Office = Omit<Addressee, 'name' | 'email' | 'also'>
/** `standsFor`: of `same-person`, the recipient who stands for it. */
export type Exclusion = Pick<MandateHolder, 'commune' | 'role'> & {
  recipient: string
  reason: ExclusionReason
  standsFor?: string
}

/** The audience of an edition: candidates = addressees + exclusions, each sorted by recipient. */
export type Audience = { candidates: number; addressees: Addressee[]; exclusions: Exclusion[] }

/**
 * Sorts every mandate of the roster into addressees and exclusions, on the ISO date of the send slot. One person with several
 * mandates is one addressee: the further mandates are exclusions for which that one stands (decision 55).
 * `suppressed` holds addresses in lower case that we don't write to, and ids of recipients whose person we don't write to.
 */
export function audienceOn(
  date: string,
  mandates: MandateHolder[],
  suppressed: ReadonlySet<string> = new Set(),
): Audience {
  const addressees: Addressee[] = []
  const exclusions: Exclusion[] = []
  const held: MandateHolder[] = []
  for (const mandate of [...mandates].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const reason = withoutHolder(mandate, date)
    if (reason) exclusions.push(excluded(mandate, reason))
    else held.push(mandate)
  }
  for (const lines of peopleOf(held)) {
    if (lines.some(({ id, email }) => suppressed.has(email.toLowerCase()) || suppressed.has(id))) {
      exclusions.push(...lines.map(line => excluded(line, 'suppressed')))
      continue
    }
    const addressee = oneFor(lines.map(({ since, until, phones, ...line }) => line))
    addressees.push(addressee)
    exclusions.push(...stoodFor(addressee))
  }
  addressees.sort((a, b) => (a.id < b.id ? -1 : 1))
  return { candidates: mandates.length, addressees, exclusions: byRecipient(exclusions) }
}

/** One addressee for all mandates of a person: the highest office stands for the others, whose languages are read, too. */
function oneFor(lines: readonly Omit<Addressee, 'also'>[]): Addressee {
  const [first, ...others] = [...lines].sort(byOffice)
  if (!first) throw new Error('a person without a mandate')
  if (others.length === 0) return first
  const also = others.map(({ name: _, email: __, ...office }) => office)
  return {
    ...first,
    languages: readingOf(
      lines.map(one => one.languages),
      first.languages,
    ),
    also,
  }
}

/** All languages that somebody reads in one office or another; the first comes first. */
function readingOf(readings: readonly Reading[], first: Reading): Reading {
  const [language] = languagesInOrder(first)
  const isBoth = new Set(readings.flatMap(one => one.split('+'))).size > 1
  if (!isBoth) return first
  return language === 'fr' ? 'fr+nl' : 'nl+fr'
}

const stoodFor = ({ id, also = [] }: Addressee): Exclusion[] =>
  also.map(office => ({ ...excluded(office, 'same-person'), standsFor: id }))

/**
 * The audience of a flash for some communes: everybody else, vacant mandates too, is excluded as not concerned. Of one person's
 * mandates those count that are there.
 */
export function inCommunes(audience: Audience, communes: readonly string[]): Audience {
  const concerned = (one: Pick<Addressee, 'commune'>) => communes.includes(one.commune)
  const kept = audience.addressees.map(one => {
    const offices = linesOf(one)
    const here = offices.filter(concerned)
    return {
      addressee: here.length === 0 ? null : here.length === offices.length ? one : oneFor(here),
      elsewhere: offices.filter(office => !concerned(office)),
    }
  })
  const addressees = kept.flatMap(({ addressee }) => addressee ?? []).sort((a, b) => (a.id < b.id ? -1 : 1))
  return {
    candidates: audience.candidates,
    addressees,
    exclusions: byRecipient([
      ...audience.exclusions
        .filter(({ reason }) => reason !== 'same-person')
        .map(one => (concerned(one) ? one : { ...one, reason: 'not-concerned' as const })),
      ...kept.flatMap(({ elsewhere }) => elsewhere.map(one => excluded(one, 'not-concerned'))),
      ...addressees.flatMap(stoodFor),
    ]),
  }
}

/** An addressee's mandates, each as if it were the only one. */
function linesOf({ also = [], ...own }: Addressee): Omit<Addressee, 'also'>[] {
  const { name, email } = own
  return [own, ...also.map(office => ({ ...office, name, email }))]
}

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

const excluded = (
  { id, commune, role }: Pick<Addressee, 'id' | 'commune' | 'role'>,
  reason: ExclusionReason,
): Exclusion => ({
  recipient: id,
  commune,
  role,
  reason,
})

const byRecipient = (exclusions: Exclusion[]) =>
  exclusions.sort((a, b) => (a.recipient < b.recipient ? -1 : 1))

/** Why nobody is written to for this mandate, whoever it is; null: somebody holds it. */
function withoutHolder({ since, until, email }: MandateHolder, date: string): ExclusionReason | null {
  if (until !== null && until < date) return 'mandate-ended'
  if (since !== null && since > date) return 'mandate-not-begun'
  return email === '' ? 'vacant' : null
}

/** The communes that have at least one addressee, and those that have none, by NIS code. */
export function coverage(
  communes: string[],
  addressees: { commune: string; also?: { commune: string }[] }[],
): { covered: string[]; missing: string[] } {
  const reached = new Set(
    addressees.flatMap(({ commune, also = [] }) => [commune, ...also.map(one => one.commune)]),
  )
  return {
    covered: communes.filter(nis => reached.has(nis)),
    missing: communes.filter(nis => !reached.has(nis)),
  }
}
