import type { Commune } from '../roster/commune.js'
import type { StaffMember, StaffRole } from '../staff/staff.js'

/** The SPOC of a commune and the deputy. Ids of staff.yaml. */
type Contacts = Pick<Commune, 'spoc' | 'deputy'>

/** Whether a person sees the follow-ups of all communes. */
export function seesAll({ roles }: Pick<StaffMember, 'roles'>): boolean {
  return roles.some(role => ALL_SEEING.includes(role))
}
const ALL_SEEING: StaffRole[] = ['admin', 'head']

/** Whether a person may have follow-ups. */
export function followsUp(person: Pick<StaffMember, 'roles'>): boolean {
  return person.roles.includes('spoc') || seesAll(person)
}

/**
 * Whether a person may see and work on a follow-up. The commune's SPOC and deputy of now may, as may those who see all communes. `assigned` is the id
 * that the follow-up names.
 */
export function mayFollowUp(person: StaffMember, contacts: Contacts | undefined, assigned: string): boolean {
  if (!followsUp(person)) return false
  if (seesAll(person)) return true
  return [contacts?.spoc, contacts?.deputy, assigned].includes(person.id)
}
