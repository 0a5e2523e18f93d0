import { sql } from 'kysely'
import type { Notice } from '../../present/staff-mail/notice.js'
import type { NoticeKind } from '../../present/staff-mail/notice-kinds.js'
import type { Database } from '../server/database.js'
import type { ClaimedNotice } from './keep-notice.js'

/** In seconds: how long a staff mail is claimed, longer than the relay may take for a mail. */
const CLAIM_SECONDS = 600

/** Claims the next due staff mail; a killed sender's claim runs out. */
export async function claimNotice(db: Database, now: Date): Promise<ClaimedNotice | null> {
  const { rows } = await sql<{
    key: string
    kind: NoticeKind
    to_email: string
    to_name: string
    languages: Notice['to']['languages']
    payload: string
    attempts: number
    created_at: Date
  }>`
    update notice set attempts = attempts + 1,
      claimed_until = clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS})
    where key = (
      select key from notice
      where state = 'pending' and due_at <= ${now}
        and (claimed_until is null or claimed_until < clock_timestamp())
      order by due_at, created_at, key limit 1 for update skip locked)
    returning *`.execute(db)
  const [row] = rows
  if (!row) return null
  const to = { email: row.to_email, name: row.to_name, languages: row.languages }
  const values = JSON.parse(row.payload)
  return {
    notice: { key: row.key, kind: row.kind, to, values } as Notice,
    attempts: row.attempts,
    createdAt: row.created_at,
  }
}

/** Removes staff mails made before an instant that wait for nothing; returns their number. */
export async function removeNotices(db: Database, before: Date): Promise<number> {
  const result = await db
    .deleteFrom('notice')
    .where('state', '!=', 'pending')
    .where('created_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

/** How many mails with a log-in link an address got since then. */
export async function linksAskedSince(db: Database, email: string, since: Date): Promise<number> {
  const { n } = await db
    .selectFrom('notice')
    .where('kind', '=', 'log-in-link')
    .where('to_email', '=', email)
    .where('created_at', '>', since)
    .select(eb => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return Number(n)
}
