import type { Notice } from '../../present/staff-mail/notice.js'
import type { NoticeKind } from '../../present/staff-mail/notice-kinds.js'
import type { Database } from '../server/database.js'
import type { SentNotice } from './failed-notices.js'

/** Staff mails accepted by the relay, made since `since`, oldest first. */
export async function sentNotices(db: Database, since: Date): Promise<SentNotice[]> {
  const rows = await db
    .selectFrom('notice')
    .where('state', '=', 'sent')
    .where('created_at', '>=', since)
    .select(['key', 'kind', 'to_email', 'to_name', 'languages', 'payload'])
    .orderBy('created_at')
    .orderBy('key')
    .execute()
  return rows.map(({ key, kind, to_email: email, to_name: name, languages, payload }) => ({
    notice: { key, kind, to: { email, name, languages }, values: JSON.parse(payload) } as Notice,
  }))
}

/** Marks an accepted staff mail that came back as failed, with the mail system's words. */
export async function failSentNotice(db: Database, key: string, error: string): Promise<void> {
  await db
    .updateTable('notice')
    .set({ state: 'failed', error })
    .where('key', '=', key)
    .where('state', '=', 'sent')
    .execute()
}

/** All staff mails, oldest first. */
export async function listNotices(db: Database) {
  return db.selectFrom('notice').selectAll().orderBy('created_at').orderBy('key').execute()
}

/** The addresses of staff mails of a kind made since an instant. */
export async function toldOf(db: Database, kind: NoticeKind, since: Date): Promise<Set<string>> {
  const rows = await db
    .selectFrom('notice')
    .where('kind', '=', kind)
    .where('created_at', '>=', since)
    .select('to_email')
    .execute()
  return new Set(rows.map(({ to_email }) => to_email))
}
