import { isSameFolder } from './file-marks.js'

/**
 * Where a ledger lives. `database`: the server's system identifier and the database's oid, which a dump that is restored
 * elsewhere does not keep. `folder` and `path`, of the embedded server's files: what a copy of them does not share
 * (`folderMark`), and host and path; null for a server of its own, which is the same one whoever asks. `folderBefore`: the mark that they had on the disk from which Estafette brought them.
 */
export type Seat = {
  database: string
  folder: string | null
  folderBefore?: string | null
  path: string | null
}

/**
 * Why a ledger waits for take-over. `elsewhere`: its database is another than the one it last lived in. `copied`: the files are others.
 * `older`: it lacks what this machine has seen of it. `restored`: from a backup. `moved`, `left`: another ledger goes on in its place. `failover`: a
 * standby has taken over that need not have had the last commits.
 */
export const AWAIT_REASONS = [
  'elsewhere',
  'copied',
  'older',
  'restored',
  'moved',
  'left',
  'failover',
] as const

export type AwaitReason = (typeof AWAIT_REASONS)[number]

/**
 * How far a server has come. `life` is another after each start; `timeline` and `lsn` (bytes of WAL on its disk) are PostgreSQL's. `isReplicated`: a
 * commit counts when a standby has it, too.
 */
export type ServerState = { life: string; timeline: number; lsn: number; isReplicated: boolean }

/** One row for each time that a ledger was settled somewhere, or found to wait; the last one counts. `seen` only grows. */
export type Settling = Seat & {
  id: string
  since: Date
  seen: number
  awaits: AwaitReason | null
  /** On which timeline of its server it was last used, and whether a standby had each commit; null: not told, or not yet. */
  timeline?: number | null
  replicated?: boolean | null
}

/**
 * What was last seen of a ledger: whose line it is of, under which settling, and how far that had come. `where`: `embedded`, or host, port and
 * database. `life`, `timeline`, `lsn`: of its server, where that tells them.
 */
export type Sighting = {
  lineage: string
  epoch: string
  seen: number
  hasEditions: boolean
  where: string
} & Partial<Pick<ServerState, 'life' | 'timeline' | 'lsn'>>

/** The server that answers now. `hasUnsent`: something is under way, or to leave. `hasForgotten`: it lacks a gate that is known to have been passed. */
export type FoundServer = ServerState & { hasUnsent: boolean; hasForgotten: boolean }

/** Whether mail may leave; `since` is null for what has just been found out. */
export type Standing =
  | { kind: 'ours'; last: Settling | null; isMoved: boolean }
  | { kind: 'awaits'; reason: AwaitReason; since: Date | null }

/** May mail leave from the ledger that was settled as `settlings` tell, oldest first, and is found at `here`? */
export function standingOf(
  settlings: Settling[],
  here: Seat,
  sightings: Sighting[],
  server: FoundServer | null = null,
): Standing {
  const last = settlings.at(-1)
  if (!last) return { kind: 'ours', last: null, isMoved: false }
  if (last.awaits) return { kind: 'awaits', reason: last.awaits, since: last.since }
  const reason =
    copyReason(last, here) ??
    (isOlder(settlings, sightings) ? 'older' : null) ??
    (server && behindReason(last, sightings, server))
  if (reason) return { kind: 'awaits', reason, since: null }
  return { kind: 'ours', last, isMoved: here.folder !== null && !isSameSeat(last, here) }
}

const isSameSeat = (one: Seat, other: Seat) => one.folder === other.folder && one.path === other.path

/** Is what is found at `here` a copy of what was last known at `known`? A folder that was only moved, or that another container sees, is none. */
export function copyReason(known: Seat, here: Seat): 'elsewhere' | 'copied' | null {
  if (!isSameDatabase(known.database, here.database)) return 'elsewhere'
  if (known.folder === null || here.folder === null) return null
  const marks = [here.folder, ...(here.folderBefore ? [here.folderBefore] : [])]
  return marks.some(mark => isSameFolder(known.folder as string, mark)) ? null : 'copied'
}

/** `?` stands for a server that does not tell its identifier, to this role at least. */
function isSameDatabase(known: string, here: string): boolean {
  const [knownServer, knownOid] = known.split('/')
  const [server, oid] = here.split('/')
  return knownOid === oid && (knownServer === server || knownServer === '?' || server === '?')
}

/** Whose line a ledger is of: a copy shares it, a new life does not. Null before it was first settled. */
export function lineageOf([first]: Settling[]): string | null {
  return first ? `${first.database} ${first.since.toISOString()}` : null
}

export const epochOf = ({ id, since }: Pick<Settling, 'id' | 'since'>) => `${id} ${since.toISOString()}`

/** Does the ledger lack what was seen of it? Not when a person has decided about it after that. */
function isOlder(settlings: Settling[], sightings: Sighting[]): boolean {
  const lineage = lineageOf(settlings)
  return sightings.some(sighting => sighting.lineage === lineage && lacks(settlings, sighting))
}

/**
 * Has the server lost what was committed? A timeline grows with each standby that takes over, and the position with each commit; where every commit
 * waited for the standby, its position alone may lack what was nobody's commit. decision 9
 */
function behindReason(
  last: Settling,
  sightings: Sighting[],
  server: FoundServer,
): 'older' | 'failover' | null {
  if (server.hasForgotten) return 'older'
  const isSafe = last.replicated === true
  const ofThisLife = sightings.filter(({ epoch }) => epoch === epochOf(last))
  const isBehind = ofThisLife.some(
    ({ timeline = 0, lsn = 0 }) =>
      timeline > server.timeline || (lsn > server.lsn && (timeline === server.timeline || !isSafe)),
  )
  if (isBehind) return 'older'
  const isFailover = typeof last.timeline === 'number' && last.timeline < server.timeline
  return isFailover && !isSafe && server.hasUnsent ? 'failover' : null
}

function lacks(settlings: Settling[], { epoch, seen }: Sighting): boolean {
  const place = settlings.findIndex(settling => epochOf(settling) === epoch)
  if (place === -1) return true
  const isDecided = settlings.slice(place + 1).some(({ awaits }) => awaits === null)
  return !isDecided && (settlings[place] as Settling).seen < seen
}
