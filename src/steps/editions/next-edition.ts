import { localDay, nextSendSlot } from '../../model/calendar/calendar.js'
import { composeItems } from '../../model/editions/compose.js'
import type { Localized } from '../../model/language/language.js'
import type { Problem } from '../../model/problem/problem.js'
import { titleOf } from '../../model/updates/update.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { type GoneUpdate, goneUpdates } from '../../postgres/updates/gone-updates.js'
import { heardUpdates } from '../../postgres/updates/heard.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { worthTelling } from '../../present/problem/feedback.js'
import { type Context, calendarNow, todayOf } from '../context.js'
import { checkChanges } from '../updates/check-changes.js'
import { admitted } from '../updates/folder-scan.js'

/** An update in its place in the next edition. */
export type NextItem = {
  id: string
  section: 'new' | 'changed' | 'withdrawn' | 'standing' | 'ended'
  title: Localized
  file: string
}

/** What the next edition would hold if it were frozen now, and what it misses. */
export type NextEdition = {
  edition: string
  sendAt: Date
  items: NextItem[]
  /** Of files that can't be used. */
  problems: Problem[]
  /** Updates whose file is missing, until it is back or a person leaves them out. */
  gone: GoneUpdate[]
}

/** The next edition, now; null when the calendar names none. Freezes and changes nothing. */
export async function nextEdition(context: Context): Promise<NextEdition | null> {
  const { clock, config, engine, folders } = context
  const next = nextSendSlot(await calendarNow(context), clock())
  if (!next) return null
  const { current, files } = await droppedUpdates(engine.db)
  const carried = await carriedUpdates(engine.db, next.edition, 'all')
  const fileOf = new Map(files.map(({ id, file }) => [id, file]))
  const heard = await heardUpdates(engine.db, next.edition, 'all')
  const items = composeItems(current, carried, localDay(next.at, config.timeZone), heard)
  const scan = admitted(await folders.updates(todayOf(context)), await letThroughHashes(engine.db))
  const problems = worthTelling(checkChanges(scan, await carriedUpdates(engine.db, null)).problems)
  return {
    edition: next.edition,
    sendAt: next.at,
    items: items.map(({ section, update, ended }) => ({
      id: update.id,
      section: ended ? 'ended' : section,
      title: titleOf(update),
      file: fileOf.get(update.id) ?? '',
    })),
    problems,
    gone: (await goneUpdates(engine.db)).filter(({ isAwaited }) => isAwaited),
  }
}
