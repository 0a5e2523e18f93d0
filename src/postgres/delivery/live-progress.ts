import { sql } from 'kysely'
import type { AttemptOutcome, DeliveryState } from '../../model/delivery/delivery.js'
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

/** An edition's progress, in one statement. `since`: from when on answers count for the pace. */
export async function liveProgress(db: Database, edition: string, since: Date): Promise<LiveProgress> {
  const { rows } = await sql<LiveProgress>`
    with answered as materialized (
      select a.delivery, a.ended_at, a.outcome, a.reply_code, a.reply, d.version, d.recipient
      from attempt a join delivery d on d.id = a.delivery
      where d.edition = ${edition} and a.ended_at is not null)
    select
      coalesce((select jsonb_agg(c) from (
        select commune, state, count(*)::integer as n from delivery where edition = ${edition} group by commune, state) c),
        '[]') as counts,
      (select jsonb_build_object('settled', count(*) filter (where outcome in ('accepted', 'bounced')), 'since', min(ended_at))
        from answered where ended_at > ${since}) as pace,
      coalesce((select jsonb_agg(l) from (
        select a.delivery, ad.name, a.outcome, a.ended_at as at, a.reply_code as "replyCode", a.reply
        from (select * from answered order by ended_at desc, delivery limit ${ANSWERS}) a
        join addressee ad on ad.edition = ${edition} and ad.version = a.version and ad.recipient = a.recipient
        order by a.ended_at desc, a.delivery) l), '[]') as answers`.execute(db)
  return rows[0] ?? { counts: [], pace: { settled: 0, since: null }, answers: [] }
}
