import { sql } from 'kysely'
import type { Database } from '../server/database.js'
import { type MailPlace, passMark } from './report-sources.js'

/** A mail that a mailbox's server has not given yet. `words`: the server's last answer. */
export type UnreadMail = MailPlace & {
  source: string
  since: Date
  lastAt: Date
  looks: number
  words: string
  toldAt: Date | null
}

/**
 * Records a mail as unread and moves the mailbox's position past it in one step: others go on, and a crash loses nothing. Counts failed reads.
 * decision 46
 */
export async function keepUnread(
  db: Database,
  source: string,
  place: MailPlace,
  { words, at }: { words: string; at: Date },
): Promise<void> {
  await db.transaction().execute(async trx => {
    await passMark(trx, source, place)
    await sql`
      insert into report_unread as u (source, uid_validity, uid, since, last_at, words)
      values (${source}, ${place.uidValidity}, ${place.uid}, ${at}, ${at}, ${words})
      on conflict (source, uid_validity, uid) do update
        set looks = u.looks + 1, last_at = excluded.last_at, words = excluded.words`.execute(trx)
  })
}

/** Removes unread mails with numbers of a recreated mailbox: they come again under new ones. Returns their number. */
export async function forgetOldNumbers(db: Database, source: string, uidValidity: number): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('report_unread')
    .where('source', '=', source)
    .where('uid_validity', '<>', uidValidity)
    .executeTakeFirst()
  return Number(numDeletedRows)
}
