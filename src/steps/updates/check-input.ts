import { readAgency } from '../../files/agency.js'
import type { KnownFile } from '../../model/updates/gone.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { goneUpdates } from '../../postgres/updates/gone-updates.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import { meantOf } from '../../postgres/updates/meant.js'
import { type Context, todayOf } from '../context.js'
import type { Opened } from '../opened.js'
import { hasLedger, openLedgerEngine } from '../operations/engines.js'
import { type Checked, checkFolders } from './check-folders.js'
import { openFolders } from './folders.js'
import { knownFiles } from './known-files.js'

/** Checks the folders, against what editions have carried when there is a ledger. Changes nothing. Throws EngineUnreachable. */
export async function checkInput({ config: given, ...rest }: Opening): Promise<Checked> {
  const { agency, problems } = await readAgency(given)
  const checked = await checkKnown({ config: { ...given, agency }, ...rest })
  return { ...checked, problems: [...problems, ...checked.problems] }
}

type Opening = Pick<Opened, 'config' | 'clock' | 'log'>

async function checkKnown({ config, clock, log }: Opening): Promise<Checked> {
  const [folders, today] = [openFolders(config), todayOf({ clock, config })]
  if (!hasLedger(config)) return checkFolders(folders, today)
  const engine = await openLedgerEngine(config, 2)
  try {
    const carried = await carriedUpdates(engine.db, null)
    const [letThrough, meant] = [await letThroughHashes(engine.db), await meantOf(engine.db, null)]
    const files = await unansweredFiles({ engine }, today)
    return await checkFolders(folders, today, { carried, letThrough, meant, files })
  } catch (error) {
    log.debug('check.failed', { reason: (error as Error).message })
    throw error
  } finally {
    await engine.close()
  }
}

/** The same without gone ones for which no draft waits. */
async function unansweredFiles(context: Pick<Context, 'engine'>, today: string): Promise<KnownFile[]> {
  const gone = await goneUpdates(context.engine.db)
  const settled = new Set(gone.filter(one => !one.isAwaited).map(({ update }) => update.id))
  return (await knownFiles(context, today)).filter(({ id }) => !settled.has(id))
}
