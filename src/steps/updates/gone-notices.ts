import { localDay } from '../../model/calendar/calendar.js'
import type { Problem } from '../../model/problem/problem.js'
import { editorsFor } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { commonFolder } from '../../model/updates/gone.js'
import type { Update } from '../../model/updates/update.js'
import { type GoneUpdate, goneUpdates } from '../../postgres/updates/gone-updates.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import type { Notice, NoticeReader, NoticeValues } from '../../present/staff-mail/notice.js'
import type { Context } from '../context.js'
import type { TakenIn } from './scan-folder.js'

/** Where somebody says that what is gone is left out on purpose. */
export const GONE_PAGE = '/updates/gone'

/** So many updates are named in one mail. */
const NAMED_AT_MOST = 20

/** Of files that are gone, once each time; of many at once in one mail, as somebody has to look at a share and not at a file. decision 51 */
export async function goneNotices(
  context: Context,
  { rejected }: Pick<TakenIn, 'rejected'>,
  staff: StaffMember[],
): Promise<Notice[]> {
  const gone = await goneUpdates(context.engine.db)
  const problems = rejected.flatMap(one => one.problems)
  const isEmpty = problems.some(({ code }) => code === 'folder-empty')
  const alone = gone.filter(one => !one.isAwaited)
  const together = [...byInstant(gone.filter(one => one.isAwaited)).values()]
  return [
    ...alone.flatMap(one => ofOne(context, one, staff)),
    ...together.flatMap(some => {
      const [first] = some
      return first && some.length === 1 ? ofOne(context, first, staff) : ofMany(context, some, isEmpty, staff)
    }),
    ...(await outOfReach(context, problems, staff)),
  ]
}

function byInstant(gone: GoneUpdate[]): Map<number, GoneUpdate[]> {
  const groups = new Map<number, GoneUpdate[]>()
  for (const one of gone) {
    const at = one.since.getTime()
    groups.set(at, [...(groups.get(at) ?? []), one])
  }
  return groups
}

function ofOne({ config }: Context, one: GoneUpdate, staff: StaffMember[]): Notice[] {
  const { update, file, since, isAwaited, isCarried } = one
  const waits = isAwaited ? { waits: { isCarried, link: `${config.baseUrl}${GONE_PAGE}` } } : {}
  return editorsFor(file, staff).map(to => ({
    key: `update-gone ${update.id} ${since.toISOString()} ${to.email}`,
    kind: 'update-gone' as const,
    to: readerOf(to),
    values: { id: update.id, file, title: titleOf(update), ...waits },
  }))
}

function ofMany({ config }: Context, some: GoneUpdate[], isEmpty: boolean, staff: StaffMember[]): Notice[] {
  const [first] = some
  if (!first) return []
  const link = `${config.baseUrl}${GONE_PAGE}`
  const key = `updates-away ${first.since.toISOString()}`
  return awayNotices(key, some, { why: isEmpty ? 'empty' : 'gone', link }, staff)
}

/** Nothing is marked as gone while its folder can't be read: told once a day as long as that lasts. */
async function outOfReach(
  { engine, clock, config }: Context,
  problems: Problem[],
  staff: StaffMember[],
): Promise<Notice[]> {
  const away = problems.flatMap(one => (one.code === 'file-away' ? [one] : []))
  if (away.length === 0) return []
  const { current } = await droppedUpdates(engine.db)
  const byId = new Map(current.map(({ update }) => [update.id, update]))
  const some = away.flatMap(({ file, values }) => {
    const update = byId.get(values.id)
    return update ? [{ update, file }] : []
  })
  const key = `updates-away ${localDay(clock(), config.timeZone)}`
  return awayNotices(key, some, { why: 'unreadable', link: null }, staff)
}

function awayNotices(
  key: string,
  some: { update: Update; file: string }[],
  about: Pick<NoticeValues['updates-away'], 'why' | 'link'>,
  staff: StaffMember[],
): Notice[] {
  const folder = commonFolder(some.map(({ file }) => file))
  const updates = some.slice(0, NAMED_AT_MOST).map(({ update, file }) => ({ title: titleOf(update), file }))
  const values = { ...about, folder, count: some.length, updates }
  const told = new Set(some.flatMap(({ file }) => editorsFor(file, staff)))
  const readers = staff.filter(one => told.has(one) || one.roles.includes('admin'))
  return readers.map(to => ({
    key: `${key} ${folder} ${to.email}`,
    kind: 'updates-away' as const,
    to: readerOf(to),
    values,
  }))
}

const titleOf = ({ text }: Update) => ({ fr: text.fr.title, nl: text.nl.title })

export const readerOf = ({ email, name, languages }: StaffMember): NoticeReader => ({
  email,
  name,
  languages,
})
