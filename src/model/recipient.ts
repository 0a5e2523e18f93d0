import type { Bilingual, Reading } from './language.js'

export const MANDATE_ROLES = ['mayor', 'alderman'] as const
export type MandateRole = (typeof MANDATE_ROLES)[number]

/**
 * One line of the roster: a mandate from a date until a date, and who holds it.
 * A vacant mandate has no name and no address; it is a candidate that becomes an exclusion.
 */
export type MandateHolder = {
  id: string
  /** NIS code. */
  commune: string
  role: MandateRole
  acting: boolean
  competences: string[]
  name: string
  salutation: Bilingual
  languages: Reading
  /** Empty when vacant. */
  email: string
  /** ISO dates; the mandate runs from `since` until and including `until`. */
  since: string | null
  until: string | null
}
