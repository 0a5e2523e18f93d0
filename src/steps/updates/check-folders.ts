import { readAgency } from '../../files/agency.js'
import type { CarriedUpdate } from '../../model/editions/compose.js'
import type { Problem } from '../../model/problem/problem.js'
import type { KnownFile } from '../../model/updates/gone.js'
import type { Meant } from '../../model/updates/warned-file.js'
import { carriedUpdates } from '../../postgres/updates/carried.js'
import { goneUpdates } from '../../postgres/updates/gone-updates.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import { meantOf } from '../../postgres/updates/meant.js'
import { type Context, todayOf } from '../context.js'
import type { Opened } from '../opened.js'
import { hasLedger, openLedgerEngine } from '../operations/engines.js'
import { admitted, checkChanges } from './folder-scan.js'
import { type Folders, openFolders } from './folders.js'
import { knownFiles } from './known-files.js'
import { goneProblems, unseen } from './unseen.js'

type Checked = {
  updates: number
  recipients: number
  communes: number
  problems: Problem[]
  warnings: JudgedProblem[]
}

/** `isMeant`: somebody marked this version of its file as meant. */
type JudgedProblem = Problem & { isMeant: boolean }

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

type Known = {
  carried: Map<string, CarriedUpdate>
  letThrough: ReadonlySet<string>
  /** By version of a file. */
  meant: ReadonlyMap<string, Meant>
  /** The updates taken in, of which nobody has said that they are left out. */
  files: KnownFile[]
}

const NOTHING: Known = { carried: new Map(), letThrough: new Set(), meant: new Map(), files: [] }

/** Validates updates and roster, changes nothing; what editions have carried, and approvers let through, as far as that is known. */
export async function checkFolders(folders: Folders, today: string, known = NOTHING): Promise<Checked> {
  const scan = admitted(await folders.updates(today), known.letThrough)
  const { good, problems } = checkChanges(scan, known.carried)
  const { roster, problems: rosterProblems, warnings } = await folders.roster(today)
  const { problems: calendarProblems } = await folders.daysOff()
  const there = new Map(good.map(({ update, file }) => [update.id, file]))
  const { gone, away } = unseen(known.files, { ...scan, problems }, there)
  const isHeldFor = ({ id }: KnownFile) =>
    gone.get(id) === 'yes' || (gone.get(id) === 'uncarried' && !known.carried.has(id))
  const lost = goneProblems(known.files.filter(isHeldFor), away, scan.filled)
  return {
    updates: good.length,
    recipients: roster.mandateHolders.length,
    communes: roster.communes.length,
    problems: [...problems, ...lost, ...rosterProblems, ...calendarProblems],
    warnings: [...good.flatMap(one => one.warnings), ...scan.warnings, ...warnings].map(one => ({
      ...one,
      isMeant: known.meant.has(scan.versions.get(one.file) ?? ''),
    })),
  }
}

/** The same without those that are gone and that nobody waits for. */
async function unansweredFiles(context: Pick<Context, 'engine'>, today: string): Promise<KnownFile[]> {
  const gone = await goneUpdates(context.engine.db)
  const settled = new Set(gone.filter(one => !one.isAwaited).map(({ update }) => update.id))
  return (await knownFiles(context, today)).filter(({ id }) => !settled.has(id))
}
