import { isSameFolder } from './file-marks.js'

/**
 * The place of a ledger. `database`: the server's system identifier and the database's oid; a restored dump has others. `folder` (see `folderMark`)
 * and `path`: the embedded server's files; a copy differs there; null for an external server. `folderBefore`: their mark on the disk from which
 * Estafette moved them.
 */
export type LedgerPlace = {
  database: string
  folder: string | null
  folderBefore?: string | null
  path: string | null
}

/**
 * Why a ledger awaits take-over. `elsewhere`: another database. `copied`: other files. `older`: it lacks what this machine saw. `restored`: from a
 * backup. `moved`, `left`: another ledger replaces it. `failover`: a standby took over, perhaps without the last commits.
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
 * How far a server has come. `life` changes at each start; `timeline` and `lsn` (bytes of WAL) are PostgreSQL's. `isReplicated`: commits wait for a
 * standby.
 */
export type ServerState = { life: string; timeline: number; lsn: number; isReplicated: boolean }

/** A server that hides how far it has come: its life is searched only once. */
export const UNTOLD: ServerState = {
  life: 'untold',
  timeline: Number.POSITIVE_INFINITY,
  lsn: Number.POSITIVE_INFINITY,
  isReplicated: true,
}

/** A row for each time a ledger was settled at a place, or found to wait; the last one counts. `seen` only grows. */
export type Settling = LedgerPlace & {
  id: string
  since: Date
  seen: number
  awaits: AwaitReason | null
  /** The server's timeline at the last use, and whether a standby had each commit; null: unknown. */
  timeline?: number | null
  replicated?: boolean | null
}

/**
 * The high-water mark of a ledger: its lineage, its settling, and how far it had come. `where`: `embedded`, or host, port and database. `life`,
 * `timeline`, `lsn`: of its server, if it tells them.
 */
export type HighWaterMark = {
  lineage: string
  epoch: string
  seen: number
  hasEditions: boolean
  where: string
} & Partial<Pick<ServerState, 'life' | 'timeline' | 'lsn'>>

/** The server that answers now. `hasUnsent`: mails are in flight or due. `hasForgotten`: it lacks a gate that is known as passed. */
export type FoundServer = ServerState & { hasUnsent: boolean; hasForgotten: boolean }

/** Whether mail may leave; `since` is null for what was just found. */
export type Standing =
  | { kind: 'ours'; last: Settling | null; isMoved: boolean }
  | { kind: 'awaits'; reason: AwaitReason; since: Date | null }

/** Whether mail may leave from the ledger at `here`, whose `settlings` come oldest first. */
export function standingOf(
  settlings: Settling[],
  here: LedgerPlace,
  sightings: HighWaterMark[],
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
  return { kind: 'ours', last, isMoved: here.folder !== null && !isSamePlace(last, here) }
}

const isSamePlace = (one: LedgerPlace, other: LedgerPlace) =>
  one.folder === other.folder && one.path === other.path

/** Whether the ledger at `here` is a copy of the one known at `known`. A moved folder, or one seen by another container, is no copy. */
export function copyReason(known: LedgerPlace, here: LedgerPlace): 'elsewhere' | 'copied' | null {
  if (!isSameDatabase(known.database, here.database)) return 'elsewhere'
  if (known.folder === null || here.folder === null) return null
  const marks = [here.folder, ...(here.folderBefore ? [here.folderBefore] : [])]
  return marks.some(mark => isSameFolder(known.folder as string, mark)) ? null : 'copied'
}

/** `?` stands for a server that hides its identifier, at least from this role. */
function isSameDatabase(known: string, here: string): boolean {
  const [knownServer, knownOid] = known.split('/')
  const [server, oid] = here.split('/')
  return knownOid === oid && (knownServer === server || knownServer === '?' || server === '?')
}

/** The lineage of a ledger: copies share it, a new ledger has another. Null before the first settling. */
export function lineageOf([first]: Settling[]): string | null {
  return first ? `${first.database} ${first.since.toISOString()}` : null
}

export const epochOf = ({ id, since }: Pick<Settling, 'id' | 'since'>) => `${id} ${since.toISOString()}`

/** Whether the ledger is behind its high-water mark; a person's later decision overrides that. */
function isOlder(settlings: Settling[], sightings: HighWaterMark[]): boolean {
  const lineage = lineageOf(settlings)
  return sightings.some(sighting => sighting.lineage === lineage && lacks(settlings, sighting))
}

/**
 * Whether the server lost commits. Its timeline grows with each take-over by a standby, its position with each commit. If every commit waited for the
 * standby, a missing position alone may be no commit. decision 9
 */
function behindReason(
  last: Settling,
  sightings: HighWaterMark[],
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

function lacks(settlings: Settling[], { epoch, seen }: HighWaterMark): boolean {
  const place = settlings.findIndex(settling => epochOf(settling) === epoch)
  if (place === -1) return true
  const isDecided = settlings.slice(place + 1).some(({ awaits }) => awaits === null)
  return !isDecided && (settlings[place] as Settling).seen < seen
}
