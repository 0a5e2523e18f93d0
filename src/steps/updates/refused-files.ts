import type { Problem } from '../../model/problem/problem.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import { worthTelling } from '../../present/problem/feedback.js'
import { type Context, todayOf } from '../context.js'
import { checkChanges } from './check-changes.js'
import { admitted } from './folder-scan.js'

/** The problems of files in the drop folder that can't be used now. Reads the folder, and changes nothing. */
export async function refusedFiles(context: Context): Promise<Problem[]> {
  const { engine, folders } = context
  const scan = admitted(await folders.updates(todayOf(context)), await letThroughHashes(engine.db))
  return worthTelling(checkChanges(scan, await carriedUpdates(engine.db, null)).problems)
}
