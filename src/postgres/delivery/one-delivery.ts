import { sql } from 'kysely'
import { MACHINES, type ReportKind } from '../../model/returned-mail/report.js'
import type { Database } from '../server/database.js'
import { type DeliveryRecord, deliveriesOf } from './delivery-records.js'

/** A person's settlement of a doubt. */
export type SettledBy = { attempt: number; decision: string; by: string; at: Date }

/** One delivery with its attempts; null for an unknown id. */
export async function oneDelivery(db: Database, id: string): Promise<DeliveryRecord | null> {
  const row = await db.selectFrom('delivery').where('id', '=', id).select('edition').executeTakeFirst()
  return (row && (await deliveriesOf(db, row.edition, id))[0]) ?? null
}

/** Who settled a delivery's doubts, in order. */
export async function settlementsOf(db: Database, delivery: string): Promise<SettledBy[]> {
  const { rows } = await sql<SettledBy>`
    select attempt, decision, by_email as by, at from settlement_log where delivery = ${delivery} order by at`.execute(
    db,
  )
  return rows
}

/** A mail that came back for a delivery. `reason`: the words of a mail system; empty for what a person wrote. */
export type ReturnedMail = { kind: ReportKind; at: Date; reason: string }

/** The mails that came back for a delivery, in order. */
export async function returnedFor(db: Database, delivery: string): Promise<ReturnedMail[]> {
  const { rows } = await sql<ReturnedMail>`
    select kind, recorded_at as at, case when kind = any(${MACHINES}) then reason else '' end as reason
    from report where delivery = ${delivery} order by recorded_at, id`.execute(db)
  return rows
}
