import { createHash } from 'node:crypto'
import { type Difference, markOf } from '../../model/editions/differences.js'
import { keepTold, untoldChanges } from '../../postgres/delivery/untold-changes.js'
import { openEditions } from '../../postgres/editions/edition-lists.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import type { Context } from '../context.js'
import { tellStaff } from '../staff/staff.js'
import { inWords } from './differences.js'
import { differencesIn } from './edition-differences.js'
import { useCorrectedAddresses } from './use-corrected-addresses.js'

const SIGNED = ['approved', 'sending', 'paused']
/** In milliseconds: changes to an edition stopped or abandoned longer ago are no news. */
const TOLD_FOR_MS = 14 * 24 * 3_600_000

/** Corrects addresses of deliveries without an attempt, and tells each change once. */
export async function noticeChanges(context: Context): Promise<void> {
  const now = context.clock()
  const rows = (await openEditions(context.engine.db, new Date(now.getTime() - TOLD_FOR_MS), now)).filter(
    ({ state }) => state === 'awaiting-sign-off' || SIGNED.includes(state),
  )
  if (rows.length === 0) return
  const { current } = await droppedUpdates(context.engine.db)
  for (const row of rows) {
    if (SIGNED.includes(row.state)) await useCorrectedAddresses(context, row)
    await tell(context, row, await differencesIn(context, row, current))
  }
}

/** To approvers while the edition awaits sign-off, to editors after it; each change once. */
async function tell(context: Context, row: EditionRow, differences: Difference[]): Promise<void> {
  const { engine, clock } = context
  const stage = SIGNED.includes(row.state) ? ('after-sign-off' as const) : ('before-sign-off' as const)
  const about = { edition: row.id, version: row.version, stage }
  const untold = await untoldChanges(engine.db, about, differences.map(markOf))
  const news = differences.filter(difference => untold.has(markOf(difference)))
  if (news.length === 0 || !row.hash) return
  const marks = news.map(markOf)
  const set = createHash('sha256').update(marks.join('\n')).digest('hex').slice(0, 16)
  const values = {
    edition: row.id,
    hash: row.hash,
    stage,
    differences: await inWords(context, row.id, news),
  }
  const role = stage === 'after-sign-off' ? 'editor' : 'approver'
  await tellStaff(context, role, 'changed-after-freeze', `${row.id} v${row.version} ${stage} ${set}`, values)
  await keepTold(engine.db, about, marks, clock())
}
