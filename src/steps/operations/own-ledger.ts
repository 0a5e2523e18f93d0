import type { HighWaterMarks } from '../../files/high-water-marks.js'
import type { PassedGates } from '../../files/passed-gates.js'
import type { PassedGate } from '../../model/delivery/passed-gate.js'
import {
  epochOf,
  type FoundServer,
  type HighWaterMark,
  lineageOf,
  type ServerState,
  type Settling,
  type Standing,
  standingOf,
  UNTOLD,
} from '../../model/operations/instance.js'
import { type Forgotten, forgottenAmong } from '../../postgres/delivery/forgotten.js'
import { awaitTakeOver, settleFirst } from '../../postgres/operations/await-take-over.js'
import { noteMove, settlingsOf } from '../../postgres/operations/instance.js'
import { hasUnsent, noteServer, serverState } from '../../postgres/server/server-state.js'
import type { Opened } from '../opened.js'
import { whyItWaits } from './standing-words.js'

/** Puts in doubt deliveries that passed the gate and are still open. */
export type Doubt = (forgotten: PassedGate[]) => Promise<void>

/** What this process knows of its ledger. Times are of performance.now(), in milliseconds. */
export type OwnLedger = Pick<Opened, 'engine' | 'clock' | 'log'> & {
  doubt: Doubt
  marks: HighWaterMarks
  openPassed: (lineage: string) => PassedGates
  standing: Standing | null
  asking: Promise<Standing> | null
  looking: Promise<boolean> | null
  told: string | null
  /** The settling under which mail leaves, its high-water mark, and when that was recorded. */
  ours: { last: Settling; lineage: string; seen: number; at: number } | null
  /** The server as last found complete, and when. */
  server: ServerState | null
  askedAt: number
  passed: PassedGates | null
  /** The life in which gates were last searched; `isDoubted`: they must be searched again. */
  lookedInto: string | null
  isDoubted: boolean
  /** A person has said that this DATA_DIR works with it. */
  mayKeep: boolean
}

/** In milliseconds: how old knowledge of the server may be for a claim; the gate itself asks for its life. */
const WATCH_MS = 2000

/** Whether mail may leave from here. */
export async function maySend(own: OwnLedger): Promise<boolean> {
  const isFresh = performance.now() - own.askedAt < WATCH_MS
  return (await (isFresh ? standingNow(own) : askOnce(own))).kind === 'ours'
}

/** Once it is ours, it stays so until a look finds otherwise. */
export const standingNow = async (own: OwnLedger): Promise<Standing> =>
  own.ours && own.standing ? own.standing : askOnce(own)

async function askOnce(own: OwnLedger): Promise<Standing> {
  own.asking ??= ask(own).finally(() => {
    own.asking = null
  })
  own.standing = await own.asking
  return own.standing
}

async function ask(own: OwnLedger): Promise<Standing> {
  const { engine, marks } = own
  // Sightings are read first: the ledger may advance until it answers, but never goes back.
  const witnesses = own.server && own.ours ? [markOf(own, own.ours, own.server)] : marks.all()
  const settlings = await settlingsHere(own)
  const now = await serverState(engine.db)
  const standing = standingOf(settlings, engine.place, witnesses, await found(own, settlings, witnesses, now))
  if (standing.kind === 'awaits') return waits(own, standing)
  const last = standing.last as Settling
  if (standing.isMoved) await noteMove(engine.db, last.id, engine.place)
  if (now && (last.timeline !== now.timeline || last.replicated !== now.isReplicated))
    await noteServer(engine.db, last.id, now)
  const fresh = { lineage: lineageOf(settlings) ?? '', seen: 0, at: Number.NEGATIVE_INFINITY }
  own.ours = { ...(own.ours?.last.id === last.id ? own.ours : fresh), last }
  own.server = now
  own.askedAt = performance.now()
  own.told = null
  return standing
}

async function settlingsHere({ engine }: OwnLedger): Promise<Settling[]> {
  const settlings = await settlingsOf(engine.db)
  if (settlings.length > 0) return settlings
  await settleFirst(engine.db, engine.place)
  return settlingsOf(engine.db)
}

/** The answering server; if it isn't the known one, the passed gates of this DATA_DIR are searched. */
async function found(
  own: OwnLedger,
  settlings: Settling[],
  witnesses: HighWaterMark[],
  now: ServerState | null,
): Promise<FoundServer> {
  const { engine, clock } = own
  const state = now ?? UNTOLD
  own.passed ??= own.openPassed(lineageOf(settlings) ?? '')
  const isKnown =
    state.life === own.lookedInto || (!own.isDoubted && witnesses.some(({ life }) => life === state.life))
  const forgotten = isKnown ? [] : await forgottenAmong(engine.db, await own.passed.all())
  // Also for a ledger that awaits take-over: its new owner must not send them again.
  if (forgotten.length > 0) await putInDoubt(own, forgotten)
  own.lookedInto = state.life
  own.isDoubted = false
  const isOther = now !== null && settlings.at(-1)?.timeline !== now.timeline
  return {
    ...state,
    hasUnsent: isOther && (await hasUnsent(engine.db, clock())),
    hasForgotten: forgotten.length > 0,
  }
}

/** At once, for any later take-over. */
export async function putInDoubt({ doubt, passed }: OwnLedger, forgotten: Forgotten[]): Promise<void> {
  await doubt(forgotten)
  await Promise.all(forgotten.map(one => (one.isThere ? passed?.settle(one.delivery) : passed?.await(one))))
}

/** The high-water mark of the ledger as this process knows it. `server`: null where it doesn't tell. */
export function markOf(
  { engine }: OwnLedger,
  { last, lineage, seen }: NonNullable<OwnLedger['ours']>,
  server: ServerState | null,
  hasEditions = true,
): HighWaterMark {
  const { life, timeline, lsn } = server ?? {}
  const mark = { lineage, epoch: epochOf(last), seen, hasEditions, where: engine.where }
  return server ? { ...mark, life, timeline, lsn } : mark
}

/** Recorded at once: each later look finds the ledger further on. */
export async function waits(own: OwnLedger, found: Standing & { kind: 'awaits' }): Promise<Standing> {
  const { engine, clock, log } = own
  own.ours = null
  if (!found.since) await awaitTakeOver(engine.db, engine.place, found.reason, clock())
  // Called for each mail that would leave.
  if (own.told !== found.reason)
    log.error('ledger.awaits-take-over', { why: whyItWaits(found.reason), fix: 'estafette take-over' })
  own.told = found.reason
  return { ...found, since: found.since ?? clock() }
}
