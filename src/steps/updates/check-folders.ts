import type { CarriedUpdate } from '../../model/editions/compose.js'
import type { Problem } from '../../model/problem/problem.js'
import type { KnownFile } from '../../model/updates/gone.js'
import type { Meant } from '../../model/updates/warned-file.js'
import { checkChanges } from './check-changes.js'
import { admitted } from './folder-scan.js'
import type { Folders } from './folders.js'
import { goneProblems, unseen } from './unseen.js'

export type Checked = {
  updates: number
  recipients: number
  communes: number
  problems: Problem[]
  warnings: JudgedProblem[]
}

/** `isMeant`: a person marked this version of the file as meant. */
type JudgedProblem = Problem & { isMeant: boolean }

type Known = {
  carried: Map<string, CarriedUpdate>
  letThrough: ReadonlySet<string>
  /** Keyed by a file's version. */
  meant: ReadonlyMap<string, Meant>
  /** Taken-in updates that nobody has left out. */
  files: KnownFile[]
}

const NOTHING: Known = { carried: new Map(), letThrough: new Set(), meant: new Map(), files: [] }

/** Validates updates and roster without changing anything; considers what editions carried and approvers let through, if known. */
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
