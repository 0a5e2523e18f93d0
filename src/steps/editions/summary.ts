import type { Addressee, Exclusion } from '../../model/editions/audience.js'
import { coverage } from '../../model/editions/audience.js'
import type { EditionItem, Section } from '../../model/editions/edition.js'
import type { Commune } from '../../model/roster/commune.js'

export type Summary = {
  updates: Record<Section, number>
  candidates: number
  addressees: number
  exclusions: { recipient: string; reason: string; standsFor?: string }[]
  communes: { covered: number; total: number; missing: string[] }
}

export function summaryOf(
  items: Pick<EditionItem, 'section'>[],
  audience: {
    candidates: number
    addressees: Pick<Addressee, 'commune' | 'also'>[]
    exclusions: Pick<Exclusion, 'recipient' | 'reason' | 'standsFor'>[]
  },
  communes: Commune[],
): Summary {
  const count = (section: Section) => items.filter(item => item.section === section).length
  const { covered, missing } = coverage(
    communes.map(({ nis }) => nis),
    audience.addressees,
  )
  return {
    updates: {
      new: count('new'),
      changed: count('changed'),
      withdrawn: count('withdrawn'),
      standing: count('standing'),
    },
    candidates: audience.candidates,
    addressees: audience.addressees.length,
    exclusions: audience.exclusions.map(({ recipient, reason, standsFor }) => ({
      recipient,
      reason,
      ...(standsFor ? { standsFor } : {}),
    })),
    communes: { covered: covered.length, total: communes.length, missing },
  }
}
