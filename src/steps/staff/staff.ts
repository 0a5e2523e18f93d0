import { localDay } from '../../model/calendar/calendar.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { Context } from '../context.js'

/** The agency and the minister's office, as staff.yaml has them now. */
export async function staffOf({ folders, clock, config }: Context): Promise<StaffMember[]> {
  return (await folders.roster(localDay(clock(), config.timeZone))).roster.staff
}
