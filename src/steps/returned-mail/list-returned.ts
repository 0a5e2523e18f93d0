import { listReports } from '../../postgres/returned-mail/listed-reports.js'
import { quarantined } from '../../postgres/returned-mail/report-sources.js'
import { unreadMails } from '../../postgres/returned-mail/unread-mails.js'
import type { Context } from '../context.js'
import { otherReports } from './other-reports.js'

const DAY_MS = 24 * 3_600_000

/** What came back in the last `days`, what could not be read, the latest first, all that a mailbox does not give yet, and what is no mail. */
export async function listReturned(
  context: Context,
  { days, unmatched }: { days: number; unmatched: boolean },
) {
  const { db } = context.engine
  const since = new Date(context.clock().getTime() - days * DAY_MS)
  return {
    reports: await listReports(db, { since, unmatched }),
    unread: await unreadMails(db),
    quarantined: (await quarantined(db)).filter(({ at }) => at >= since),
    others: await otherReports(context),
  }
}
