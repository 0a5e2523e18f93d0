import { sql } from 'kysely'
import type { Database } from '../server/database.js'

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

/** A mail of a mailbox is dealt with, and so are those before it, or they are remembered as unread. */
export async function moveOn(db: Database, source: string, place: MailPlace): Promise<void> {
  const { uidValidity, uid } = place
  await passMark(db, source, place)
  await db
    .deleteFrom('report_unread')
    .where('source', '=', source)
    .where('uid_validity', '=', uidValidity)
    .where('uid', '=', uid)
    .execute()
}

/** Moves the mark of a mailbox past a mail, in the transaction that keeps it, or remembers that it is unread. */
export async function passMark(db: Database, source: string, { uidValidity, uid }: MailPlace): Promise<void> {
  await sql`
    update report_source set last_uid = greatest(last_uid, ${uid})
    where source = ${source} and uid_validity = ${uidValidity}`.execute(db)
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
