import { kindOf } from '../../model/calendar/calendar.js'
import { composeItems, leftOutItems } from '../../model/editions/compose.js'
import type { LeftOut } from '../../model/editions/edition.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { heardUpdates, takenInLately } from '../../postgres/updates/heard.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import type { Context } from '../context.js'
import {
  type Asked,
  dropped,
  everybodyOn,
  type Held,
  type LeftOutFile,
  type Plan,
  type Unplannable,
} from './plan.js'
import { planErratum, planFlash } from './plan-out-of-turn.js'

/** Decides what goes into an edition and who gets it, by its kind: regular, flash or erratum. */
export async function planEdition(context: Context, asked: Asked): Promise<Plan | Unplannable> {
  switch (kindOf(asked.edition)) {
    case 'regular':
      return planRegular(context, asked)
    case 'flash':
      return planFlash(context, asked)
    case 'erratum':
      return planErratum(context, asked)
  }
}

async function planRegular(context: Context, asked: Asked) {
  const { db } = context.engine
  const { edition, date, wishes } = asked
  const { current, gone, files } = await dropped(context)
  const [carried, heard] = [await carriedUpdates(db, edition, 'all'), await heardUpdates(db, edition, 'all')]
  const items = composeItems(current, carried, date, heard)
  const lately = await takenInLately(db, edition)
  const leftOut = withFiles(leftOutItems(current, carried, date, heard), files, lately)
  const isQuiet = items.every(({ section }) => section === 'standing')
  if (isQuiet && wishes.bySchedule) return { code: 'nothing-new' as const, standing: items.length, leftOut }
  return { items, audience: await everybodyOn(context, asked), extra: {}, gone, leftOut, files: null }
}

/** The updates taken in lately, each with its file. */
function withFiles(
  leftOut: readonly LeftOut[],
  files: readonly Held[],
  lately: ReadonlySet<string>,
): LeftOutFile[] {
  const fileOf = new Map(files.map(({ id, file }) => [id, file]))
  return leftOut
    .filter(({ update }) => lately.has(update.id))
    .map(one => ({ ...one, file: fileOf.get(one.update.id) ?? '' }))
}

/** Present updates that no edition has told and a regular edition of this day (ISO date) leaves out. */
export async function leftOutOf({ engine }: Context, edition: string, date: string): Promise<LeftOut[]> {
  const { db } = engine
  const { current, files } = await droppedUpdates(db)
  const [carried, heard] = [await carriedUpdates(db, edition, 'all'), await heardUpdates(db, edition, 'all')]
  const leftOut = leftOutItems(current, carried, date, heard)
  return leftOut.length > 0 ? withFiles(leftOut, files, await takenInLately(db, edition)) : []
}
