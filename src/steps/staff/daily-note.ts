import type { Calendar } from '../../model/calendar/calendar.js'
import { dailyNoteDue } from '../../model/calendar/daily-note.js'
import { editors } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { Notice, NoticeValues } from '../../present/staff-mail/notice.js'

export type DailyNotePorts = {
  /** Whether an update was taken in, or its file went, since this instant. */
  changedSince: (since: Date) => Promise<boolean>
  contents: () => Promise<NoticeValues['daily-contents'] | null>
  staff: () => Promise<StaffMember[]>
  notify: (notice: Notice) => Promise<boolean>
}

/**
 * Tells each editor at the end of a working day what the next edition would hold, if something has changed that day.
 * Returns the day that was told, as an ISO date, or null. The same day twice is one mail.
 */
export async function tellDailyContents(
  ports: DailyNotePorts,
  calendar: Calendar,
  now: Date,
): Promise<string | null> {
  const due = dailyNoteDue(calendar, now)
  if (!due || !(await ports.changedSince(due.since))) return null
  const values = await ports.contents()
  if (!values) return null
  for (const { email, name, languages } of editors(await ports.staff())) {
    const to = { email, name, languages }
    await ports.notify({ key: `daily-contents ${due.day} ${email}`, kind: 'daily-contents', to, values })
  }
  return due.day
}
