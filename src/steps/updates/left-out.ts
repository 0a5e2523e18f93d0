import { leftOutItems } from '../../model/editions/compose.js'
import type { LeftOut } from '../../model/editions/edition.js'
import { carriedUpdates } from '../../postgres/updates/carried.js'
import { heardUpdates, takenInLately } from '../../postgres/updates/heard.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import type { Context } from '../context.js'
import { withFiles } from '../editions/plan-edition.js'

/** What a regular edition of this day (ISO date) doesn't hold although no edition has told it: as it lies there now. */
export async function leftOutOf({ engine }: Context, edition: string, date: string): Promise<LeftOut[]> {
  const { db } = engine
  const { current, files } = await droppedUpdates(db)
  const [carried, heard] = [await carriedUpdates(db, edition, 'all'), await heardUpdates(db, edition, 'all')]
  const leftOut = leftOutItems(current, carried, date, heard)
  return leftOut.length > 0 ? withFiles(leftOut, files, await takenInLately(db, edition)) : []
}
