import { withOffset } from '../../model/calendar/calendar.js'
import { dailyNoteDue } from '../../model/calendar/daily-note.js'
import { changedSince } from '../../postgres/updates/revision-editors.js'
import type { NoticeValues } from '../../present/staff-mail/notice.js'
import { type Context, calendarNow, todayOf } from '../context.js'
import { nextEdition } from '../editions/next-edition.js'
import { tellStaff } from './staff.js'

/** Tells each editor, at the end of a working day with changes, what the next edition would hold. Once per day. */
export async function tellDailyContents(context: Context): Promise<void> {
  const { clock, engine, memory } = context
  const now = clock()
  if (memory.dailyNote === todayOf(context)) return
  const due = dailyNoteDue(await calendarNow(context), now)
  const values = due && (await changedSince(engine.db, due.since)) ? await contentsOf(context) : null
  if (due && values) await tellStaff(context, 'editor', 'daily-contents', due.day, values)
  memory.dailyNote = due && values ? due.day : null
}

/** What the next edition would hold now; null when the calendar names none. */
async function contentsOf(context: Context): Promise<NoticeValues['daily-contents'] | null> {
  const next = await nextEdition(context)
  if (!next) return null
  const refused = new Map<string, number>()
  for (const { file } of [...next.problems, ...next.gone]) refused.set(file, (refused.get(file) ?? 0) + 1)
  return {
    edition: next.edition,
    sendAt: withOffset(next.sendAt, context.config.timeZone),
    items: next.items.map(({ section, title, file }) => ({ section, title, file })),
    refused: [...refused].map(([file, problems]) => ({ file, problems })),
  }
}
