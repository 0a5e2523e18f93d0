import type { StaffMember, StaffRole } from '../../model/staff/staff.js'
import { rosterToday } from '../context.js'
import type { Opened } from '../opened.js'

/** The agency and the minister's office, as staff.yaml has them now; with roles given, those who have one of them. */
export async function staffOf(opened: Opened, ...roles: StaffRole[]): Promise<StaffMember[]> {
  const { staff } = (await rosterToday(opened)).roster
  return roles.length === 0 ? staff : staff.filter(one => one.roles.some(role => roles.includes(role)))
}
