import type { Database } from '../server/database.js'
import type { UnreadMail } from './keep-unread.js'

/** Unread mails of one or all mailboxes; least requested first, so that none holds up the others. */
export async function unreadMails(db: Database, source?: string): Promise<UnreadMail[]> {
  const rows = await db
    .selectFrom('report_unread')
    .$if(source !== undefined, query => query.where('source', '=', source ?? ''))
    .selectAll()
    .orderBy('looks')
    .orderBy('source')
    .orderBy('uid')
    .execute()
  return rows.map(row => ({
    source: row.source,
    uidValidity: Number(row.uid_validity),
    uid: Number(row.uid),
    since: row.since,
    lastAt: row.last_at,
    looks: row.looks,
    words: row.words,
    toldAt: row.told_at,
  }))
}

/** Records that the admins were told of these. */
export async function noteTold(db: Database, source: string, uids: number[], at: Date): Promise<void> {
  await db
    .updateTable('report_unread')
    .set({ told_at: at })
    .where('source', '=', source)
    .where('uid', 'in', uids)
    .where('told_at', 'is', null)
    .execute()
}
