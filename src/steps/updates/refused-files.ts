import type { CarriedUpdate } from '../../model/editions/compose.js'
import type { Problem } from '../../model/problem/problem.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import { worthTelling } from '../../present/problem/feedback.js'
import { type Context, todayOf } from '../context.js'
import { checkChanges } from './check-changes.js'
import { admitted } from './folder-scan.js'

/** The problems of files in the drop folder that can't be used now. `known`: as carried by any edition. Reads the folder, and changes nothing. */
export async function refusedFiles(
  context: Context,
  known: ReadonlyMap<string, CarriedUpdate> | null = null,
): Promise<Problem[]> {
  const { engine, folders } = context
  const scan = await folders.updates(todayOf(context))
  const usable = scan.incomplete.length > 0 ? admitted(scan, await letThroughHashes(engine.db)) : scan
  const carried = known ?? (await carriedUpdates(engine.db, null))
  return worthTelling(checkChanges(usable, carried).problems)
}
