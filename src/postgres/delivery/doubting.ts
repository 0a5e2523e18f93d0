import { type RawBuilder, sql } from 'kysely'
import type { NewFollowUp } from '../../model/follow-ups/follow-up.js'
import { openFollowUps } from '../follow-ups/follow-ups.js'
import type { Database } from '../server/database.js'
import { TOKEN } from './ledger-statements.js'
import { OPEN } from './states.js'

export type Doubted = { delivery: string; edition: string; commune: string; recipient: string }

/**
 * Puts the open deliveries `d` of a condition in doubt, with the reason, and opens `followUp` for each: they may have left and aren't retried. A new
 * token keeps claim holders from passing the gate. Within a transaction; returns their ids.
 */
export async function doubt(
  trx: Database,
  among: RawBuilder<boolean>,
  why: string,
  now: Date,
  followUp: (doubted: Doubted) => Promise<NewFollowUp>,
): Promise<string[]> {
  const { rows } = await sql<Doubted>`
    with open as (
      select d.id, d.attempts, ${sql.raw(TOKEN)} as token from delivery d
      where ${among} and d.state in ${OPEN} order by d.id for update
    ), ended as (
      update attempt a set outcome = 'in-doubt', phase = 'dot', ended_at = ${now}, reply = ${why}
      from open where a.delivery = open.id and a.outcome is null returning a.delivery
    ), noted as (
      insert into attempt (delivery, number, claim, phase, started_at, dot_at, ended_at, outcome, reply)
      select id, attempts + 1, token, 'dot', ${now}, ${now}, ${now}, 'in-doubt', ${why} from open
      where not exists (select from attempt a where a.delivery = open.id and a.outcome is null)
      returning delivery
    )
    update delivery d set state = 'in-doubt', claimed_until = null, claim = open.token,
      attempts = d.attempts + (select count(*) from noted where noted.delivery = d.id)
    from open where d.id = open.id
    returning d.id as delivery, d.edition, d.commune, d.recipient`.execute(trx)
  await openFollowUps(trx, await Promise.all(rows.map(followUp)))
  return rows.map(({ delivery }) => delivery)
}
