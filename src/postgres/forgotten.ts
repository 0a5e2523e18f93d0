import { sql } from 'kysely'
import type { PassedGate } from '../model/delivery/delivery.js'
import type { NewFollowUp } from '../model/follow-up/follow-up.js'
import type { Database } from './database.js'
import { WORKER_GONE } from './deliveries.js'
import { openFollowUps } from './follow-ups.js'
import { TOKEN } from './ledger-statements.js'

/** What the ledger notes of a mail that passed the gate before its server forgot that. */
export const FORGOTTEN = 'it passed the gate before the server of this ledger lost its last moments'

/** `isThere`: the ledger has the delivery, and has forgotten its gate alone. */
export type Forgotten = PassedGate & { isThere: boolean }

/**
 * Which of the gates that were passed the ledger knows nothing of: the attempt is gone, or it has not come to the dot, as far as the ledger
 * knows. A token is drawn, so that the same number of another attempt is not taken for it.
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

/**
 * Puts in doubt what was forgotten and is still open: it may have left, and is not sent again by itself. `followUp` says what opens for each.
 * Returns which.
 */
export async function doubtForgotten(
  db: Database,
  forgotten: PassedGate[],
  now: Date,
  followUp: (about: { edition: string; commune: string; recipient: string }) => Promise<NewFollowUp>,
): Promise<string[]> {
  if (forgotten.length === 0) return []
  return db.transaction().execute(async trx => {
    const { rows } = await sql<{ delivery: string; edition: string; commune: string; recipient: string }>`
      with open as (
        select d.id, d.attempts, ${sql.raw(TOKEN)} as token from delivery d
        where d.id in (select k.delivery from ${given(forgotten)}) and d.state in ('pending', 'deferred')
        order by d.id for update
      ), ended as (
        update attempt a set outcome = 'in-doubt', phase = 'dot', ended_at = ${now}, reply = ${FORGOTTEN}
        from open where a.delivery = open.id and a.outcome is null returning a.delivery
      ), noted as (
        insert into attempt (delivery, number, claim, phase, started_at, dot_at, ended_at, outcome, reply)
        select id, attempts + 1, token, 'dot', ${now}, ${now}, ${now}, 'in-doubt', ${FORGOTTEN} from open
        where not exists (select from attempt a where a.delivery = open.id and a.outcome is null)
        returning delivery
      )
      update delivery d set state = 'in-doubt', claimed_until = null, claim = open.token,
        attempts = d.attempts + (select count(*) from noted where noted.delivery = d.id)
      from open where d.id = open.id
      returning d.id as delivery, d.edition, d.commune, d.recipient`.execute(trx)
    await openFollowUps(trx, await Promise.all(rows.map(followUp)))
    return rows.map(({ delivery }) => delivery)
  })
}

const given = (passed: PassedGate[]) => sql`
  unnest(${passed.map(one => one.delivery)}::text[], ${passed.map(one => one.attempt)}::integer[],
    ${passed.map(one => one.claim)}::integer[]) as k(delivery, attempt, claim)`
