import type { Notice } from '../../present/staff-mail/notice.js'
import type { NoticeKind } from '../../present/staff-mail/notice-kinds.js'
import type { Database } from '../server/database.js'

export type SentNotice = { notice: Notice }

export type FailedNotice = { key: string; kind: NoticeKind; to: string; error: string; at: Date }

/** Staff mails that failed, made since `since`, newest first. */
export async function failedNotices(db: Database, since: Date): Promise<FailedNotice[]> {
  const rows = await db
    .selectFrom('notice')
    .where('state', '=', 'failed')
    .where('created_at', '>=', since)
    .select(['key', 'kind', 'to_email', 'error', 'created_at'])
    .orderBy('created_at', 'desc')
    .orderBy('key')
    .execute()
  return rows.map(({ to_email, error, created_at, ...row }) => ({
    ...row,
    to: to_email,
    error: error ?? '',
    at: created_at,
  }))
}

/** Who was asked to sign an earlier version of an edition, by address. */
export async function askedBefore(db: Database, edition: string, version: number): Promise<Set<string>> {
  const rows = await db
    .selectFrom('notice')
    .where('kind', '=', 'sign-off-request')
    .where('key', 'like', `sign-off-request ${edition} v%`)
    .where('key', 'not like', `sign-off-request ${edition} v${version} %`)
    .select('to_email')
    .execute()
  return new Set(rows.map(({ to_email }) => to_email))
}
