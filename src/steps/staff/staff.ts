import { sameAddress } from '../../model/staff/email-address.js'
import type { StaffMember, StaffRole } from '../../model/staff/staff.js'
import { keepNotice } from '../../postgres/staff/keep-notice.js'
import type { Notice, NoticeValues } from '../../present/staff-mail/notice.js'
import type { NoticeKind } from '../../present/staff-mail/notice-kinds.js'
import { type Context, rosterToday } from '../context.js'
import type { Opened } from '../opened.js'

/** The agency and the minister's office, as staff.yaml has them now; with roles given, those who have one of them. */
export async function staffOf(opened: Opened, ...roles: StaffRole[]): Promise<StaffMember[]> {
  const { staff } = (await rosterToday(opened)).roster
  return roles.length === 0 ? staff : staff.filter(one => one.roles.some(role => roles.includes(role)))
}

/** Keeps a mail to somebody on the staff for sending; resolves to false when one with its key is there already. */
export async function notify(context: Context, notice: Notice): Promise<boolean> {
  const { engine, clock, log, memory, neverTold } = context
  const { kind } = notice
  // decision 38
  if (neverTold.some(address => sameAddress(address, notice.to.email))) {
    log.warn('notice.not-sent', { kind, reason: 'it would answer an automatic mail' })
    return false
  }
  const isNew = await keepNotice(engine.db, notice, clock())
  if (!isNew) return false
  log.info('notice.kept', { kind })
  for (const listener of memory.noticeListeners) listener()
  return true
}

/** Calls `listener` after each new staff mail, so that an open relay sends it at once; returns a function to remove it. */
export function onNotice({ memory: { noticeListeners } }: Context, listener: () => void): () => void {
  noticeListeners.add(listener)
  return () => noticeListeners.delete(listener)
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
    if (await notify(context, notice)) isNews = true
  }
  return isNews
}
