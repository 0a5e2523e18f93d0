import type { MandateHolder } from './recipient.js'

export const EXCLUSION_REASONS = ['vacant', 'mandate-ended', 'mandate-not-begun', 'suppressed'] as const
export type ExclusionReason = (typeof EXCLUSION_REASONS)[number]

export type Addressee = Omit<MandateHolder, 'since' | 'until'>
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
      const { since, until, ...addressee } = mandate
      addressees.push(addressee)
    }
  }
  return { candidates: mandates.length, addressees, exclusions }
}

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
