import type { NameList, Names } from '../language/names.js'

/** Names of mandates: for one holder, and for all. */
export const ROLE_NAMES: NameList & Record<MandateRole, Names> = {
  mayor: {
    fr: ['bourgmestre', 'bourgmestres', 'maire', 'maires'],
    nl: ['burgemeester', 'burgemeesters'],
  },
  alderman: {
    fr: [
      ...(['échevin', 'échevine', 'échevins', 'échevines', 'échevin(e)', 'échevin(e)s'] as const),
      ...['échevin.e.s', 'échevines et échevins', 'échevins et échevines', 'échevinat'],
    ],
    nl: ['schepen', 'schepenen', 'schepene'],
  },
}

export const MANDATE_ROLES = ['mayor', 'alderman'] as const

export type MandateRole = (typeof MANDATE_ROLES)[number]
