import type { Problem } from '../../model/problem/problem.js'
import { editorsFor } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { commonFolder } from '../../model/updates/gone.js'
import { titleOf, type Update } from '../../model/updates/update.js'
import { type GoneUpdate, goneUpdates } from '../../postgres/updates/gone-updates.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import type { NoticeValues } from '../../present/staff-mail/notice.js'
import { type Context, todayOf } from '../context.js'
import { tellStaff } from '../staff/staff.js'
import type { TakenIn } from './scan-folder.js'

/** The page to say that missing files were left out on purpose. */
export const GONE_PAGE = '/updates/gone'

/** Updates named in one mail. */
const NAMED_AT_MOST = 20

/** Tells of files that are gone, once each time; of many at once in one mail, as somebody has to look at a share and not at a file. decision 51 */
export async function tellGone(
  context: Context,
  { rejected }: Pick<TakenIn, 'rejected'>,
  staff: StaffMember[],
): Promise<void> {
  const gone = await goneUpdates(context.engine.db)
  const problems = rejected.flatMap(one => one.problems)
  const why = problems.some(({ code }) => code === 'folder-empty') ? 'empty' : 'gone'
  const link = `${context.config.baseUrl}${GONE_PAGE}`
  for (const one of gone.filter(({ isAwaited }) => !isAwaited)) await tellOfOne(context, one, staff)
  for (const some of byInstant(gone.filter(({ isAwaited }) => isAwaited)).values()) {
    const [first] = some
    if (first && some.length === 1) await tellOfOne(context, first, staff)
    else if (first) await tellOfMany(context, first.since.toISOString(), some, { why, link }, staff)
  }
  await tellOutOfReach(context, problems, staff)
}

function byInstant(gone: GoneUpdate[]): Map<number, GoneUpdate[]> {
  const groups = new Map<number, GoneUpdate[]>()
  for (const one of gone) {
    const at = one.since.getTime()
    groups.set(at, [...(groups.get(at) ?? []), one])
  }
  return groups
}

async function tellOfOne(context: Context, one: GoneUpdate, staff: StaffMember[]): Promise<void> {
  const { update, file, since, isAwaited, isCarried } = one
  const waits = isAwaited ? { waits: { isCarried, link: `${context.config.baseUrl}${GONE_PAGE}` } } : {}
  const values = { id: update.id, file, title: titleOf(update), ...waits }
  const about = `${update.id} ${since.toISOString()}`
  await tellStaff(context, editorsFor(file, staff), 'update-gone', about, values)
}

/** Nothing counts as gone while its folder is unreadable: told once a day as long as that lasts. */
async function tellOutOfReach(context: Context, problems: Problem[], staff: StaffMember[]): Promise<void> {
  const { engine } = context
  const away = problems.flatMap(one => (one.code === 'file-away' ? [one] : []))
  if (away.length === 0) return
  const { current } = await droppedUpdates(engine.db)
  const byId = new Map(current.map(({ update }) => [update.id, update]))
  const some = away.flatMap(({ file, values }) => {
    const update = byId.get(values.id)
    return update ? [{ update, file }] : []
  })
  const day = todayOf(context)
  await tellOfMany(context, day, some, { why: 'unreadable', link: null }, staff)
}

async function tellOfMany(
  context: Context,
  when: string,
  some: { update: Update; file: string }[],
  about: Pick<NoticeValues['updates-away'], 'why' | 'link'>,
  staff: StaffMember[],
): Promise<void> {
  const folder = commonFolder(some.map(({ file }) => file))
  const updates = some.slice(0, NAMED_AT_MOST).map(({ update, file }) => ({ title: titleOf(update), file }))
  const values = { ...about, folder, count: some.length, updates }
  const told = new Set(some.flatMap(({ file }) => editorsFor(file, staff)))
  const readers = staff.filter(one => told.has(one) || one.roles.includes('admin'))
  await tellStaff(context, readers, 'updates-away', `${when} ${folder}`, values)
}
