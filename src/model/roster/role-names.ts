import type { NameList, Names } from '../names.js'
import type { MandateRole } from './recipient.js'

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
