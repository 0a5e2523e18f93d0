export const MANDATE_ROLES = ['mayor', 'alderman'] as const

export type MandateRole = (typeof MANDATE_ROLES)[number]
