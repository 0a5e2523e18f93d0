import type { Reading } from '../language/language.js'
import { byOffice } from '../roster/offices.js'
import { peopleOf } from '../roster/person.js'
import type { MandateHolder } from '../roster/recipient.js'

/**
 * Sorts every mandate of the roster into addressees and exclusions, on the ISO date of the send slot. One addressee stands for a person's further
 * mandates, which are exclusions (decision 55). `suppressed` holds addresses in lower case and ids of recipients.
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

/** Why a mandate has no reachable holder; null when it has one. */
function withoutHolder({ since, until, email }: MandateHolder, date: string): ExclusionReason | null {
  if (until !== null && until < date) return 'mandate-ended'
  if (since !== null && since > date) return 'mandate-not-begun'
  return email === '' ? 'vacant' : null
}

/** NIS codes of the communes with at least one addressee, and of those without. */
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

export const EXCLUSION_REASONS = [
  'vacant',
  'mandate-ended',
  'mandate-not-begun',
  'suppressed',
  /** The flash is for other communes. */
  'not-concerned',
  /** The erratum's edition did not reach them. */
  'not-affected',
  /** A further mandate of a person who gets one mail for all. */
  'same-person',
] as const

export type ExclusionReason = (typeof EXCLUSION_REASONS)[number]

/** `also`: ids of the person's further mandates; missing where there is none. */
export type Addressee = Omit<MandateHolder, 'since' | 'until' | 'phones'> & { also?: Office[] }

/** A further mandate of an addressee, without the person's own data. */
export type Office = Omit<Addressee, 'name' | 'email' | 'also'>

/** `standsFor`: for `same-person`, the recipient that stands for it. */
export type Exclusion = Pick<MandateHolder, 'commune' | 'role'> & {
  recipient: string
  reason: ExclusionReason
  standsFor?: string
}

/** One addressee for all mandates of a person: the highest office stands for the others, with all their languages. */
export function oneFor(lines: readonly Omit<Addressee, 'also'>[]): Addressee {
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

/** All languages of a person's offices; `first` comes first. */
function readingOf(readings: readonly Reading[], first: Reading): Reading {
  return [...new Set([first, ...readings].flatMap(one => one.split('+')))].join('+')
}

export const stoodFor = ({ id, also = [] }: Addressee): Exclusion[] =>
  also.map(office => ({ ...excluded(office, 'same-person'), standsFor: id }))

export const excluded = (
  { id, commune, role }: Pick<Addressee, 'id' | 'commune' | 'role'>,
  reason: ExclusionReason,
): Exclusion => ({
  recipient: id,
  commune,
  role,
  reason,
})

export const byRecipient = (exclusions: Exclusion[]) =>
  exclusions.sort((a, b) => (a.recipient < b.recipient ? -1 : 1))

/** The audience of an edition: candidates = addressees + exclusions, each sorted by recipient. */
export type Audience = { candidates: number; addressees: Addressee[]; exclusions: Exclusion[] }
