import { localDay } from '../../model/calendar/calendar.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { Context } from '../context.js'

/** The agency and the minister's office, as staff.yaml has them now; with roles given, those who have one of them. */
export async function staffOf(
  { folders, clock, config }: Context,
  ...roles: StaffMember['roles']
): Promise<StaffMember[]> {
  const { staff } = (await folders.roster(localDay(clock(), config.timeZone))).roster
  return roles.length === 0 ? staff : staff.filter(one => one.roles.some(role => roles.includes(role)))
}
