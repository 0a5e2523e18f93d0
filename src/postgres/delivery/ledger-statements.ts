import type { Statement } from '../server/prepared.js'
import { LIFE } from '../server/server-state.js'
import { OPEN_LIST, replaces } from './states.js'

/* Statements for groups: $1, $2, … are columns. Rows are locked by key: another condition could read a whole edition. */

/**
 * The token of a claim: random, not counted. A server that lost its last second would count to the same token again, and two workers would hold it.
 * 30 bits: earlier versions add one to it. decision 43
 */
export const TOKEN = `(('x' || left(gen_random_uuid()::text, 8))::bit(32)::integer & 1073741823)`

/** $1 editions, $2 recipients, $3 deliveries. `sent_again`: how often a person sent it again; `before`: earlier attempts. decision 10 */
export const CORRECTED: Statement = {
  name: 'corrected-or-again',
  text: `
    select c.edition, c.recipient, c.email, coalesce(s.number, 0) as sent_again, coalesce(s.attempts, 0) as before
    from unnest($1::text[], $2::text[], $3::text[]) as w(edition, recipient, delivery)
      join address_correction c on c.edition = w.edition and c.recipient = w.recipient
      left join lateral (select number, attempts from send_again s where s.delivery = w.delivery
        order by number desc limit 1) s on true`,
}

/**
 * $1 deliveries, $2 attempts, $3 claims, $4 now, $5 the server's life at the last check, null for no check. Another life must be checked first.
 * `offset 0` keeps the planner from finding the delivery by its edition.
 */
export const PASS: Statement = {
  name: 'pass-of-a-life',
  text: `
    with held as (
      select a.delivery, a.number, k.claim, k.now, k.life
      from unnest($1::text[], $2::integer[], $3::integer[], $4::timestamptz[], $5::text[]) as k(delivery, number, claim, now, life)
        join attempt a on a.delivery = k.delivery and a.number = k.number
      order by a.delivery for no key update of a
    )
    update attempt a set phase = 'dot', dot_at = held.now
    from held,
      lateral (select claim, state, edition from delivery where id = held.delivery offset 0) d join edition e on e.id = d.edition
    where a.delivery = held.delivery and a.number = held.number and a.claim = held.claim
      and a.phase = 'started' and a.outcome is null
      and d.claim = held.claim and d.state in ${OPEN_LIST} and e.stopped_at is null
      and (held.life is null or held.life = ${LIFE})
    returning a.delivery, a.number`,
}

/** $1 deliveries, $2 attempts, $3 claims, then each attempt's end; $12: also those with a follow-up. */
export const RECORD: Statement = {
  name: 'record',
  text: `
    with held as (
      select x.*, d.state as was from unnest($1::text[], $2::integer[], $3::integer[], $4::text[], $5::text[], $6::timestamptz[],
          $7::integer[], $8::text[], $9::text[], $10::text[], $11::timestamptz[])
          as x(delivery, number, claim, outcome, phase, ended_at, reply_code, enhanced_status, reply, state, due_at)
        join delivery d on d.id = x.delivery
        join attempt a on a.delivery = x.delivery and a.number = x.number
      where $12::boolean
        or not exists (select from follow_up f where coalesce(f.edition, '') = d.edition and f.recipient = d.recipient)
      order by d.id for no key update of d, a
    ), ended as (
      update attempt a set outcome = held.outcome, phase = held.phase, ended_at = held.ended_at,
        reply_code = held.reply_code, enhanced_status = held.enhanced_status, reply = held.reply
      from held
      where a.delivery = held.delivery and a.number = held.number and a.claim = held.claim
        -- An answer may come after the recovery has put the delivery in doubt: then it settles the doubt.
        and (a.outcome is null or (a.outcome = 'in-doubt' and held.phase = 'answered'))
        -- Put in doubt while this statement waited: its follow-up is too new to be seen here.
        and ($12::boolean or held.was <> 'in-doubt')
      returning a.delivery, a.number, a.claim, held.state, held.due_at
    )
    update delivery d set state = coalesce(ended.state, d.state), due_at = coalesce(ended.due_at, d.due_at), claimed_until = null
    from ended
    where d.id = ended.delivery and d.claim = ended.claim
      -- A report may have come before the answer, or a person's word: what they say stands, but for a refusal.
      and ${replaces('ended.state', 'd.state')} and (d.settled_by is null or ended.state = 'bounced')
    returning ended.delivery, ended.number`,
}

/** $1 deliveries, $2 attempts, $3 claims, $4 seconds that a claim holds. */
export const RENEW: Statement = {
  name: 'renew',
  text: `
    with held as (
      select d.id, k.claim from unnest($1::text[], $2::integer[], $3::integer[]) as k(delivery, number, claim)
        join delivery d on d.id = k.delivery and d.claim = k.claim
      where d.claimed_until is not null order by d.id for no key update of d
    )
    update delivery d set claimed_until = clock_timestamp() + make_interval(secs => $4)
    from held where d.id = held.id and d.claim = held.claim and d.claimed_until is not null`,
}
