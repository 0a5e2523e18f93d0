import type { NameList, Names } from '../language/names.js'

/** What mandates are called; each holder, and all of them. */
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
