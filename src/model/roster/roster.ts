import type { StaffMember } from '../staff/staff.js'
import type { Commune } from './commune.js'
import type { MandateHolder } from './recipient.js'

/** Who governs the communes, and their SPOCs at the agency. */
export type Roster = { communes: Commune[]; mandateHolders: MandateHolder[]; staff: StaffMember[] }

/** The commune whose college a list holds; the roster's mandates of all communes; and today, an ISO date. */
export type College = { nis: string; name: string; known: readonly MandateHolder[]; today: string }
