import type { MandateRole } from '../agency/role-names.js'
import type { Audience, ExclusionReason } from './audience.js'

/** A mandate in an audience. `reason` null: it gets the edition; an exclusion has neither name nor address. */
export type AudiencePlace = {
  recipient: string
  commune: string
  role: MandateRole
  name: string
  email: string
  reason: ExclusionReason | null
}

/** What became of a mandate since another audience: new in it, back after an exclusion, at a new address, excluded, or in no list any more. */
export const AUDIENCE_CHANGES = ['came', 'back', 'address', 'excluded', 'left'] as const
export type AudienceChange = (typeof AUDIENCE_CHANGES)[number]

/** The places of an audience that no edition has frozen. */
export const placesIn = ({ addressees, exclusions }: Audience): AudiencePlace[] => [
  ...addressees.map(({ id, commune, role, name, email }) => ({
    ...{ recipient: id, commune, role, name, email },
    reason: null,
  })),
  ...exclusions.map(({ recipient, commune, role, reason }) => ({
    ...{ recipient, commune, role, reason },
    ...{ name: '', email: '' },
  })),
]
