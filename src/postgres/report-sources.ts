import { sql } from 'kysely'
import type { Database } from './database.js'

/** Where a mail stands in a mailbox. */
export type MailPlace = { uidValidity: number; uid: number }

/** The last UID that was dealt with in a mailbox; 0 when it is new, or was made anew (another UIDVALIDITY, RFC 9051 §2.3.1.1). */
export async function lastRead(db: Database, source: string, uidValidity: number): Promise<number> {
  const { rows } = await sql<{ last_uid: number }>`
    insert into report_source as s (source, uid_validity) values (${source}, ${uidValidity})
    on conflict (source) do update set uid_validity = excluded.uid_validity,
      last_uid = case when s.uid_validity = excluded.uid_validity then s.last_uid else 0 end
    returning last_uid`.execute(db)
  return Number(rows[0]?.last_uid ?? 0)
}

/** The mails of a mailbox up to this one are dealt with. */
export async function moveOn(db: Database, source: string, { uidValidity, uid }: MailPlace) {
  await sql`
    update report_source set last_uid = greatest(last_uid, ${uid}), trouble_uid = null, troubles = 0
    where source = ${source} and uid_validity = ${uidValidity}`.execute(db)
}

/** Counts how often the connection broke over one mail; returns the count. */
export async function noteTrouble(db: Database, source: string, uid: number): Promise<number> {
  const { rows } = await sql<{ troubles: number }>`
    update report_source set troubles = case when trouble_uid = ${uid} then troubles + 1 else 1 end, trouble_uid = ${uid}
    where source = ${source} returning troubles`.execute(db)
  return rows[0]?.troubles ?? 0
}

/** Writes down that a mail can't be read, and why; it stays where it is. */
export async function quarantineItem(
  db: Database,
  item: { source: string; item: string; place: MailPlace | null; reason: string; at: Date },
): Promise<void> {
  const { place, ...row } = item
  await db.transaction().execute(async trx => {
    if (place) await moveOn(trx, item.source, place)
    await trx
      .insertInto('report_quarantine')
      .values(row)
      .onConflict(conflict => conflict.doNothing())
      .execute()
  })
}

/** What could not be read, the latest first. */
export async function quarantined(db: Database) {
  return db.selectFrom('report_quarantine').selectAll().orderBy('at', 'desc').orderBy('item').execute()
}
