import { sql } from 'kysely'
import type { PassedGate } from '../../model/delivery/passed-gate.js'
import type { NewFollowUp } from '../../model/follow-ups/follow-up.js'
import type { Database } from '../server/database.js'
import { type Doubted, doubt } from './doubting.js'
import { WORKER_GONE } from './stale-claims.js'

/** The ledger's note on a mail whose passed gate the server lost. */
export const FORGOTTEN = 'it passed the gate before the server of this ledger lost its last moments'

/** `isThere`: the ledger has the delivery and lost only its gate. */
export type Forgotten = PassedGate & { isThere: boolean }

/**
 * Passed gates that the ledger doesn't know: the attempt is missing, or did not reach the dot. Tokens are random, so another attempt with the same
 * number isn't mistaken for it.
 */
export async function forgottenAmong(db: Database, passed: PassedGate[]): Promise<Forgotten[]> {
  if (passed.length === 0) return []
  const { rows } = await sql<Forgotten>`
    select k.delivery, k.attempt, k.claim, exists (select from delivery d where d.id = k.delivery) as "isThere"
    from ${given(passed)}
      left join attempt a on a.delivery = k.delivery and a.number = k.attempt and a.claim = k.claim
    where a.delivery is null or (a.phase = 'started' and (a.outcome is null or a.reply = ${WORKER_GONE}))`.execute(
    db,
  )
  return rows
}

/** Puts open deliveries with forgotten gates in doubt: they may have left and aren't retried. `followUp` gives what opens for each. Returns which. */
export async function doubtForgotten(
  db: Database,
  forgotten: PassedGate[],
  now: Date,
  followUp: (doubted: Doubted) => Promise<NewFollowUp>,
): Promise<string[]> {
  if (forgotten.length === 0) return []
  const open = sql<boolean>`d.id in (select k.delivery from ${given(forgotten)})`
  return db.transaction().execute(trx => doubt(trx, open, FORGOTTEN, now, followUp))
}

const given = (passed: PassedGate[]) => sql`
  unnest(${passed.map(one => one.delivery)}::text[], ${passed.map(one => one.attempt)}::integer[],
    ${passed.map(one => one.claim)}::integer[]) as k(delivery, attempt, claim)`
