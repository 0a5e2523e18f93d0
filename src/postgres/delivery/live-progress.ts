import { sql } from 'kysely'
import { type AttemptOutcome, type DeliveryState, deliveryId } from '../../model/delivery/delivery.js'
import type { Database } from '../server/database.js'

/** How far an edition is, at one instant. */
export type LiveProgress = {
  /** Number of deliveries by commune (NIS) and state. */
  counts: { commune: string; state: DeliveryState; n: number }[]
  /** Answers since the beginning of the window: how many were final, and when the first one came (ISO 8601). */
  pace: { settled: number; since: string | null }
  /** The latest answers, newest first. */
  answers: LiveAnswer[]
}

/** How an attempt ended. `at`: ISO 8601. */
export type LiveAnswer = {
  delivery: string
  name: string
  outcome: AttemptOutcome
  at: string
  replyCode: number | null
  reply: string | null
}

const ANSWERS = 8

/**
 * An edition's progress, in one statement. `since`: from when on answers count for the pace. Both kinds of answers walk along `attempt_answered`; a
 * delivery's id begins with its edition.
 */
export async function liveProgress(db: Database, edition: string, since: Date): Promise<LiveProgress> {
  const own = sql`starts_with(a.delivery, ${deliveryId(edition, '')})`
  const { rows } = await sql<LiveProgress>`
    select
      coalesce((select jsonb_agg(c) from (
        select commune, state, count(*)::integer as n from delivery where edition = ${edition} group by commune, state) c),
        '[]') as counts,
      (select jsonb_build_object('settled', count(*) filter (where outcome in ('accepted', 'bounced')), 'since', min(ended_at))
        from attempt a where ended_at > ${since} and ${own}) as pace,
      coalesce((select jsonb_agg(l) from (
        select a.delivery, ad.name, a.outcome, a.ended_at as at, a.reply_code as "replyCode", a.reply
        from (select * from attempt a where ended_at is not null and ${own} order by ended_at desc, delivery limit ${ANSWERS}) a
        join delivery d on d.id = a.delivery
        join addressee ad on ad.edition = d.edition and ad.version = d.version and ad.recipient = d.recipient
        order by a.ended_at desc, a.delivery) l), '[]') as answers`.execute(db)
  return rows[0] ?? { counts: [], pace: { settled: 0, since: null }, answers: [] }
}
