import { sql } from 'kysely'
import type { NewFollowUp } from '../../model/follow-ups/follow-up.js'
import { openFollowUps } from '../follow-ups/follow-ups.js'
import type { Database } from '../server/database.js'
import { OPEN } from './states.js'

export type Swept = {
  delivery: string
  edition: string
  commune: string
  recipient: string
  outcome: 'lost' | 'in-doubt' | 'set-aside'
}

/** The ledger's note on an attempt whose worker ended before the dot. */
export const WORKER_GONE = 'its worker ended'

/** A delivery that was claimed by this many workers when they ended, by the last one alone, is set aside. */
const SET_ASIDE_ATTEMPTS = 3

/** In seconds: the wait of a delivery per ended worker, up to STEPS of them. With the longest, the backlog still leaves within promise 7's minute. */
const STEP = 10
const STEPS = 5

/**
 * Ends attempts whose worker is gone. Before the dot they are lost and due at once; after it, in doubt. After two ended workers a delivery waits for
 * others; a third end while it was alone sets it aside. `followUp` gives what opens for doubts and set-aside ones.
 */
export async function sweepStaleClaims(
  db: Database,
  now: Date,
  followUp: (swept: Swept) => Promise<NewFollowUp>,
): Promise<Swept[]> {
  return db.transaction().execute(async trx => {
    const { rows } = await sql<Swept>`
      with stale as (
        select d.id, d.claimed_by from delivery d
        where d.claimed_until < clock_timestamp() and d.state in ${OPEN}
        order by d.id for update skip locked
      ), open as (
        select a.delivery, a.number, stale.claimed_by from attempt a join stale on a.delivery = stale.id
        where a.outcome is null order by a.delivery for no key update of a
      ), ended as (
        update attempt a set ended_at = ${now}, outcome = case a.phase when 'started' then 'lost' else 'in-doubt' end,
          reply = case a.phase when 'started' then ${WORKER_GONE} end
        from open where a.delivery = open.delivery and a.number = open.number and a.outcome is null
        returning a.delivery, a.outcome, open.claimed_by
      ), judged as (
        select e.*, (select count(*) from ended other where other.claimed_by = e.claimed_by) = 1 as alone,
          -- This statement doesn't see its own update: the attempt that has just ended counts as one more.
          1 + (select count(*)::int from attempt a where a.delivery = e.delivery and a.reply = ${WORKER_GONE}) as ends
        from ended e
      ), settled as (
        select delivery, ends, case when outcome = 'in-doubt' then 'in-doubt'
          when alone and ends >= ${SET_ASIDE_ATTEMPTS} then 'set-aside' else 'lost' end as outcome
        from judged
      ), released as (
        update delivery d set claimed_until = null,
          due_at = case when s.outcome = 'lost' and s.ends >= 2 then ${now}::timestamptz + least(s.ends, ${STEPS}) * ${STEP} * interval '1 second'
            else least(d.due_at, ${now}) end,
          state = case s.outcome when 'in-doubt' then 'in-doubt' when 'set-aside' then 'gave-up' else d.state end
        from stale left join settled s on s.delivery = stale.id where d.id = stale.id
        returning d.id, d.edition, d.commune, d.recipient, s.outcome
      )
      select id as delivery, edition, commune, recipient, outcome from released where outcome is not null`.execute(
      trx,
    )
    await openFollowUps(trx, await Promise.all(rows.filter(row => row.outcome !== 'lost').map(followUp)))
    return rows
  })
}
