import { type RawBuilder, sql } from 'kysely'
import type { DeliveryState } from '../../model/delivery/delivery.js'
import { type Evidence, isDelayed, type ReportFact } from '../../model/follow-ups/consequences.js'
import { MACHINES } from '../../model/returned-mail/report.js'
import { isProven } from '../../parse/returned-mail/match.js'
import type { Database } from '../server/database.js'
import type { ReportedDelivery } from './reported-deliveries.js'

/** How often a delivery was sent again, without those taken back. */
export const CURRENT = (delivery: RawBuilder<unknown>) =>
  sql`(select coalesce(max(s.number), 0) from send_again s where s.delivery = ${delivery} and s.taken_back_at is null)`

/** Before decision 25 such a report was evidence and changed a state. */
export function isUnprovenRow({
  kind,
  match,
  evidence,
}: Pick<ReportRecord, 'kind' | 'match' | 'evidence'>): boolean {
  return match !== null && !isProven(match) && evidence === null && MACHINES.includes(kind)
}

/** An edition's deliveries accepted by a server that reports a delay in passing them on. */
export async function delayedDeliveries(
  db: Database,
  edition: string,
): Promise<{ delivery: string; commune: string; elsewhere: string[] }[]> {
  const { rows } = await sql<{
    delivery: string
    state: DeliveryState
    evidence: Evidence[]
    commune: string
    elsewhere: string[]
  }>`
    select d.id as delivery, d.state, array_agg(r.evidence) as evidence, d.commune,
      array(select distinct x.commune from exclusion x
        where x.edition = d.edition and x.version = d.version and x.stands_for = d.recipient and x.reason = 'same-person') as elsewhere
    from delivery d join report r on r.delivery = d.id
    where d.edition = ${edition} and r.evidence is not null and r.sent_again = ${CURRENT(sql`d.id`)}
    group by d.id order by d.id`.execute(db)
  return rows.filter(({ state, evidence }) => isDelayed(state, evidence))
}

/**
 * The number of parties whose proven reports refuse our mails since the edition was last resumed. A commune with several domains is one; communes
 * that share one are too.
 */
export async function refusingDomains(db: Database, edition: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select least(count(distinct r.refused_by), count(distinct d.commune))::int as n
    from report r join delivery d on d.id = r.delivery join edition e on e.id = d.edition
    where d.edition = ${edition} and r.recorded_at > coalesce(e.resumed_at, '-infinity')`.execute(db)
  return rows[0]?.n ?? 0
}

type ReportRecord = {
  id: string
  source: string
  item: string
  recordedAt: Date
  sentAt: Date | null
  kind: ReportFact['kind']
  match: ReportedDelivery['match'] | null
  delivery: string | null
  evidence: ReportFact['evidence']
  status: string | null
  reason: string
  topic: ReportFact['topic']
  until: string | null
  newAddress: string | null
  gone: boolean
  successor: string | null
  heldBy: ReportFact['heldBy']
  /** It names a delivery without proof that a mail system wrote it: it changed nothing. */
  isUnproven: boolean
}

/** Returned mails since an instant, latest first, without people's words; `unmatched`: only those without delivery or proof. */
export async function listReports(
  db: Database,
  { since, unmatched }: { since: Date; unmatched: boolean },
): Promise<ReportRecord[]> {
  const rows = await db
    .selectFrom('report')
    .where('recorded_at', '>=', since)
    .$if(unmatched, query =>
      query.where(eb =>
        eb.or([
          eb('delivery', 'is', null),
          eb.and([eb('match', '=', 'message-id'), eb('kind', 'in', MACHINES), eb('evidence', 'is', null)]),
        ]),
      ),
    )
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .selectAll()
    .execute()
  return rows.map(row => ({
    id: String(row.id),
    source: row.source,
    item: row.item,
    recordedAt: row.recorded_at,
    sentAt: row.sent_at,
    kind: row.kind,
    match: row.match,
    delivery: row.delivery,
    evidence: row.evidence,
    status: row.status,
    reason: row.reason,
    topic: row.topic,
    until: row.until,
    newAddress: row.new_address,
    gone: row.gone,
    successor: row.successor,
    heldBy: row.held_by,
    isUnproven: isUnprovenRow(row),
  }))
}
