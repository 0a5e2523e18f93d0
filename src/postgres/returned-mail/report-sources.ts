import { sql } from 'kysely'
import type { Database } from '../server/database.js'

/** A mail's position in a mailbox. */
export type MailPlace = { uidValidity: number; uid: number }

/** The last UID processed in a mailbox; 0 when it is new or recreated (another UIDVALIDITY, RFC 9051 §2.3.1.1). */
export async function lastRead(db: Database, source: string, uidValidity: number): Promise<number> {
  const { rows } = await sql<{ last_uid: number }>`
    insert into report_source as s (source, uid_validity) values (${source}, ${uidValidity})
    on conflict (source) do update set uid_validity = excluded.uid_validity,
      last_uid = case when s.uid_validity = excluded.uid_validity then s.last_uid else 0 end
    returning last_uid`.execute(db)
  return Number(rows[0]?.last_uid ?? 0)
}

/** A mail of a mailbox is processed, and all before it are, or are recorded as unread. */
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

/** Moves a mailbox's position past a mail, in the transaction that stores it or records it as unread. */
export async function passMark(db: Database, source: string, { uidValidity, uid }: MailPlace): Promise<void> {
  await sql`
    update report_source set last_uid = greatest(last_uid, ${uid})
    where source = ${source} and uid_validity = ${uidValidity}`.execute(db)
}

/** Records that a mail is unreadable, and why; the mail stays in place. */
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

/** Unreadable mails, latest first. */
export async function quarantined(db: Database) {
  return db.selectFrom('report_quarantine').selectAll().orderBy('at', 'desc').orderBy('item').execute()
}
