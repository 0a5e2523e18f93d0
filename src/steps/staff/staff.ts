import { localDay } from '../../model/calendar/calendar.js'
import type { StaffMember, StaffRole } from '../../model/staff/staff.js'
import type { Notice, NoticeKind, NoticeValues } from '../../present/staff-mail/notice.js'
import type { Context } from '../context.js'

/** The agency and the minister's office, as staff.yaml has them now; with roles given, those who have one of them. */
export async function staffOf(
  { folders, clock, config }: Context,
  ...roles: StaffRole[]
): Promise<StaffMember[]> {
  const { staff } = (await folders.roster(localDay(clock(), config.timeZone))).roster
  return roles.length === 0 ? staff : staff.filter(one => one.roles.some(role => roles.includes(role)))
}

/**
 * Tells everybody with a role, or the people given, something by mail, once per person for what it is `about`. Resolves to whether it
 * is news to anybody.
 */
export async function tellStaff<K extends NoticeKind>(
  context: Context,
  to: StaffRole | StaffMember[],
  kind: K,
  about: string,
  values: NoticeValues[K],
): Promise<boolean> {
  let isNews = false
  for (const person of typeof to === 'string' ? await staffOf(context, to) : to) {
    const notice = { key: `${kind} ${about} ${person.email}`, kind, to: person, values } as Notice
    if (await context.notify(notice)) isNews = true
  }
  return isNews
}
