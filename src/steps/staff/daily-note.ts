import { localDay, nextSendSlot, withOffset } from '../../model/calendar/calendar.js'
import { dailyNoteDue } from '../../model/calendar/daily-note.js'
import { composeItems } from '../../model/editions/compose.js'
import { titleOf } from '../../model/updates/update.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { goneUpdates } from '../../postgres/updates/gone-updates.js'
import { heardUpdates } from '../../postgres/updates/heard.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import { changedSince } from '../../postgres/updates/revision-editors.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { worthTelling } from '../../present/problem/feedback.js'
import type { NoticeValues } from '../../present/staff-mail/notice.js'
import { type Context, calendarNow, todayOf } from '../context.js'
import { checkChanges } from '../updates/check-changes.js'
import { admitted } from '../updates/folder-scan.js'
import { tellStaff } from './staff.js'

/** Tells each editor, at the end of a working day with changes, what the next edition would hold. Once per day. */
export async function tellDailyContents(context: Context): Promise<void> {
  const { clock, engine, memory } = context
  const now = clock()
  if (memory.dailyNote === todayOf(context)) return
  const due = dailyNoteDue(await calendarNow(context), now)
  const values = due && (await changedSince(engine.db, due.since)) ? await contentsOf(context, now) : null
  if (due && values) await tellStaff(context, 'editor', 'daily-contents', due.day, values)
  memory.dailyNote = due && values ? due.day : null
}

/** What the next edition would hold now; null when the calendar names none. */
async function contentsOf(context: Context, now: Date): Promise<NoticeValues['daily-contents'] | null> {
  const { config, engine, folders } = context
  const next = nextSendSlot(await calendarNow(context), now)
  if (!next) return null
  const { current, files } = await droppedUpdates(engine.db)
  const carried = await carriedUpdates(engine.db, next.edition, 'all')
  const fileOf = new Map(files.map(({ id, file }) => [id, file]))
  const heard = await heardUpdates(engine.db, next.edition, 'all')
  const items = composeItems(current, carried, localDay(next.at, config.timeZone), heard)
  const scan = admitted(await folders.updates(todayOf(context)), await letThroughHashes(engine.db))
  const problems = worthTelling(checkChanges(scan, await carriedUpdates(engine.db, null)).problems)
  const refused = new Map<string, number>()
  const awaited = (await goneUpdates(engine.db)).filter(({ isAwaited }) => isAwaited)
  for (const { file } of [...problems, ...awaited]) refused.set(file, (refused.get(file) ?? 0) + 1)
  return {
    edition: next.edition,
    sendAt: withOffset(next.at, config.timeZone),
    items: items.map(({ section, update, ended }) => ({
      section: ended ? 'ended' : section,
      title: titleOf(update),
      file: fileOf.get(update.id) ?? '',
    })),
    refused: [...refused].map(([file, count]) => ({ file, problems: count })),
  }
}
