import { CompiledQuery } from 'kysely'
import type { AttemptEnd } from '../../model/delivery/attempt-end.js'
import { type DeliveryState, LOST_STATES } from '../../model/delivery/delivery.js'
import type { NewFollowUp } from '../../model/follow-ups/follow-up.js'
import { closeSettled, openFollowUps } from '../follow-ups/follow-ups.js'
import type { Database } from '../server/database.js'
import { inGroups } from '../server/groups.js'
import { CLAIM_SECONDS, type Claimed, claimAll, type LedgerDatabase } from './ledger-claims.js'
import { PASS, RECORD, RENEW } from './ledger-statements.js'

export type AttemptKey = Pick<Claimed, 'delivery' | 'attempt' | 'claim'>

/** `life`: the server's, at the last check. */
export type Passing = AttemptKey & { now: Date; life?: string | null }

/** The end of an attempt, with the follow-up that it opens. */
export type Ending = AttemptKey &
  Omit<AttemptEnd, 'followUp'> & { endedAt: Date; followUp: NewFollowUp | null }

/** In milliseconds: deliveries are claimed in advance, so nobody waits. */
const AHEAD = { gather: 15, enough: 16 }

/** A relay connection waits for the gate, so a group waits only until half of the others have come. */
const AT_ONCE = { gather: 2, enough: 5 }

/** Sending goes on while the outcome is committed; permits bound what may be in doubt, not time. */
const AFTERWARDS = { gather: 3, enough: 5 }

/**
 * The steps of a delivery that must be committed, each in groups. Rows are locked in order of delivery id, and a delivery before its attempt, as in
 * recovery and reports; otherwise two transactions could deadlock. All throw when the database is unreachable.
 */
export function openLedger(database: LedgerDatabase, worker: string) {
  const inFlight = new Map<string, AttemptKey>()
  const claim = inGroups<{ delivery: string; now: Date }, Claimed | null>(
    wanted => claimAll(database, worker, wanted),
    AHEAD,
  )
  const record = inGroups<Ending, boolean>(endings => recordAll(database, endings), AFTERWARDS)
  const letGo = ({ delivery, claim }: AttemptKey) => {
    if (inFlight.get(delivery)?.claim === claim) inFlight.delete(delivery)
  }
  const passGate = inGroups<Passing, boolean>(keys => passAll(database, keys), AT_ONCE)
  return {
    /** Claims a due delivery and starts its next attempt; null when another worker has it, or it isn't due or must not go. */
    claim: async (wanted: { delivery: string; now: Date }): Promise<Claimed | null> => {
      const claimed = await claim(wanted)
      if (claimed) inFlight.set(claimed.delivery, claimed)
      return claimed
    },
    /** The dot gate: true once it is committed that the final dot may leave; false when it must not. */
    passGate,
    /** Commits an attempt's end. False when another worker has taken the delivery. */
    record: async (ending: Ending): Promise<boolean> => {
      const kept = await record(ending)
      letGo(ending)
      return kept
    },
    /** Ends this worker's use of a delivery; recovery handles what was not recorded. */
    letGo,
    /** Renews the claims of the deliveries in flight; must be called well within CLAIM_SECONDS. */
    renewClaims: () => renewAll(database, [...inFlight.values()]),
  }
}

export type Ledger = ReturnType<typeof openLedger>

async function passAll({ prepared }: LedgerDatabase, keys: Passing[]): Promise<boolean[]> {
  const rows = await prepared.run<AttemptRow>(PASS, [
    ...keyColumns(keys),
    keys.map(key => key.now),
    keys.map(key => key.life ?? null),
  ])
  return among(keys, rows)
}

type AttemptRow = { delivery: string; number: number }

/** One statement for endings without follow-up: almost all. */
async function recordAll({ db, prepared }: LedgerDatabase, endings: Ending[]): Promise<boolean[]> {
  const plain = endings.filter(({ followUp }) => followUp === null)
  const done =
    plain.length > 0 ? await prepared.run<AttemptRow>(RECORD, [...endingColumns(plain), false]) : []
  const isDone = among(endings, done)
  const rest = endings.filter((_, index) => !isDone[index])
  if (rest.length > 0) done.push(...(await recordWithFollowUps(db, rest)))
  return among(endings, done)
}

/** Commits outcomes with the follow-ups that they open or close. */
async function recordWithFollowUps(db: Database, endings: Ending[]): Promise<AttemptRow[]> {
  return db.transaction().execute(async trx => {
    const { rows } = await trx.executeQuery<AttemptRow>(
      CompiledQuery.raw(RECORD.text, [...endingColumns(endings), true]),
    )
    const isMine = among(endings, rows)
    const mine = endings.filter((_, index) => isMine[index])
    const settled = mine.filter(({ state }) => state && SETTLED.includes(state))
    if (settled[0])
      await closeSettled(
        trx,
        settled.map(ending => ending.delivery),
        settled[0].endedAt,
      )
    await openFollowUps(
      trx,
      mine.flatMap(ending => ending.followUp ?? []),
    )
    return rows
  })
}

const SETTLED: DeliveryState[] = ['accepted', ...LOST_STATES]

async function renewAll({ prepared }: LedgerDatabase, keys: AttemptKey[]) {
  if (keys.length > 0) await prepared.run(RENEW, [...keyColumns(keys), CLAIM_SECONDS])
}

const keyColumns = (keys: AttemptKey[]) => [
  keys.map(key => key.delivery),
  keys.map(key => key.attempt),
  keys.map(key => key.claim),
]

const endingColumns = (endings: Ending[]) => [
  ...keyColumns(endings),
  endings.map(ending => ending.outcome),
  endings.map(ending => ending.phase),
  endings.map(ending => ending.endedAt),
  endings.map(ending => ending.replyCode),
  endings.map(ending => ending.enhancedStatus),
  endings.map(ending => ending.reply),
  endings.map(ending => ending.state),
  endings.map(ending => ending.dueAt),
]

/** For each key, whether its attempt is among the rows. */
function among(keys: AttemptKey[], rows: AttemptRow[]): boolean[] {
  const found = new Set(rows.map(row => `${row.delivery} ${row.number}`))
  return keys.map(key => found.has(`${key.delivery} ${key.attempt}`))
}
