import type { Commune } from '../roster/commune.js'
import type { StaffMember, StaffRole } from '../staff/staff.js'

/** Who at the agency follows a commune up: its SPOC, and who stands in. Ids of staff.yaml. */
type Contacts = Pick<Commune, 'spoc' | 'deputy'>

/** Sees the follow-ups of all communes. */
export function seesAll({ roles }: Pick<StaffMember, 'roles'>): boolean {
  return roles.some(role => ALL_SEEING.includes(role))
}
const ALL_SEEING: StaffRole[] = ['admin', 'head']

/** May have follow-ups at all. */
export function followsUp(person: Pick<StaffMember, 'roles'>): boolean {
  return person.roles.includes('spoc') || seesAll(person)
}

/**
 * Whether a person may see and work on a follow-up: the SPOC of its commune or the deputy, as communes.yaml has them now,
 * whoever it was given to, and those who see all. `assigned` is the id that the follow-up names.
 */
export function mayFollowUp(person: StaffMember, contacts: Contacts | undefined, assigned: string): boolean {
  if (!followsUp(person)) return false
  if (seesAll(person)) return true
  return [contacts?.spoc, contacts?.deputy, assigned].includes(person.id)
}
