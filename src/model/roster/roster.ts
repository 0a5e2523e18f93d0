import type { StaffMember } from '../staff/staff.js'
import type { Commune } from './commune.js'
import type { MandateHolder } from './recipient.js'

/** Who governs the communes, and who at the agency follows them up. */
export type Roster = { communes: Commune[]; mandateHolders: MandateHolder[]; staff: StaffMember[] }

/** One commune, whose college a list holds; the mandates that the roster has, of all communes; and today, an ISO date. */
export type College = { nis: string; name: string; known: readonly MandateHolder[]; today: string }
