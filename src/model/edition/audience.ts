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
] as const
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number]

export type Addressee = Omit<MandateHolder, 'since' | 'until' | 'phones'>
export type Exclusion = Pick<MandateHolder, 'commune' | 'role'> & {
  recipient: string
  reason: ExclusionReason
}

/** The audience of an edition: candidates = addressees + exclusions, each sorted by recipient. */
export type Audience = { candidates: number; addressees: Addressee[]; exclusions: Exclusion[] }

/**
 * Sorts every mandate of the roster into addressees and exclusions, on the ISO date of the send slot.
 * `suppressed` holds addresses in lower case that we don't write to.
 */
export function audienceOn(
  date: string,
  mandates: MandateHolder[],
  suppressed: ReadonlySet<string> = new Set(),
): Audience {
  const addressees: Addressee[] = []
  const exclusions: Exclusion[] = []
  for (const mandate of [...mandates].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const reason = exclusionReason(mandate, date, suppressed)
    if (reason) {
      exclusions.push({ recipient: mandate.id, commune: mandate.commune, role: mandate.role, reason })
    } else {
      const { since, until, phones, ...addressee } = mandate
      addressees.push(addressee)
    }
  }
  return { candidates: mandates.length, addressees, exclusions }
}

/** The audience of a flash for some communes: everybody else, vacant mandates too, is excluded as not concerned. */
export function inCommunes(audience: Audience, communes: readonly string[]): Audience {
  const concerned = (one: Pick<Addressee, 'commune'>) => communes.includes(one.commune)
  return {
    candidates: audience.candidates,
    addressees: audience.addressees.filter(concerned),
    exclusions: byRecipient([
      ...audience.exclusions.map(one =>
        concerned(one) ? one : { ...one, reason: 'not-concerned' as const },
      ),
      ...audience.addressees.filter(one => !concerned(one)).map(one => excluded(one, 'not-concerned')),
    ]),
  }
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
  const addressees = got
    .filter(({ id }) => !silenced.has(id))
    .map(then => {
      const same = now.get(then.id)
      return same && isSamePerson(same, then) ? same : then
    })
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const reached = new Set(addressees.map(({ id }) => id))
  const exclusions = byRecipient([
    ...audience.exclusions
      .filter(({ recipient }) => !reached.has(recipient))
      .map(one => (one.reason === 'suppressed' ? one : { ...one, reason: 'not-affected' as const })),
    ...audience.addressees.filter(({ id }) => !reached.has(id)).map(one => excluded(one, 'not-affected')),
  ])
  return { candidates: addressees.length + exclusions.length, addressees, exclusions }
}

/** Does the mandate still belong to the same person? The roster's id alone doesn't say so: name, role and commune do. */
export function isSamePerson(
  a: Pick<Addressee, 'name' | 'role' | 'commune'>,
  b: Pick<Addressee, 'name' | 'role' | 'commune'>,
): boolean {
  return a.name === b.name && a.role === b.role && a.commune === b.commune
}

const excluded = ({ id, commune, role }: Addressee, reason: ExclusionReason): Exclusion => ({
  recipient: id,
  commune,
  role,
  reason,
})

const byRecipient = (exclusions: Exclusion[]) =>
  exclusions.sort((a, b) => (a.recipient < b.recipient ? -1 : 1))

function exclusionReason(
  mandate: MandateHolder,
  date: string,
  suppressed: ReadonlySet<string>,
): ExclusionReason | null {
  if (mandate.until !== null && mandate.until < date) return 'mandate-ended'
  if (mandate.since !== null && mandate.since > date) return 'mandate-not-begun'
  if (mandate.email === '') return 'vacant'
  if (suppressed.has(mandate.email.toLowerCase())) return 'suppressed'
  return null
}

/** The communes that have at least one addressee, and those that have none, by NIS code. */
export function coverage(
  communes: string[],
  addressees: Pick<Addressee, 'commune'>[],
): { covered: string[]; missing: string[] } {
  const reached = new Set(addressees.map(addressee => addressee.commune))
  return {
    covered: communes.filter(nis => reached.has(nis)),
    missing: communes.filter(nis => !reached.has(nis)),
  }
}
