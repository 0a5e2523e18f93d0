import { removeDone } from '../../files/remove-done.js'
import { forgetWords } from '../../postgres/returned-mail/reports.js'
import { removeLinks } from '../../postgres/staff/links.js'
import { removeNotices } from '../../postgres/staff/notices.js'
import { type Context, todayOf } from '../context.js'

const DAY_MS = 24 * 3_600_000

/** Until then a used link still says that it was used. */
const LOG_INS_DAYS = 7

/**
 * Removes staff mails with their links, log-in tokens, and returned mail after their retention: personal data is kept no longer than needed (GDPR,
 * art. 5.1.e). Decisions and what was sent stay as a record. Runs at the first tick of each day and start.
 */
export async function retain(context: Context): Promise<void> {
  const { clock, config, log, memory } = context
  const { db } = context.engine
  const [now, today] = [clock(), todayOf(context)]
  if (memory.retained === today) return
  const { reportsDir, retainReportsDays, retainNoticesDays } = config
  const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS)
  const [reports, notices] = [daysAgo(retainReportsDays), daysAgo(retainNoticesDays)]
  const removed = {
    words: await forgetWords(db, reports),
    reportFiles: reportsDir ? await removeDone(reportsDir, reports) : 0,
    notices: await removeNotices(db, notices),
    links: await removeLinks(db, ['sign-off', 'let-through'], notices),
    logIns: await removeLinks(db, ['log-in', 'session'], daysAgo(LOG_INS_DAYS)),
  }
  memory.retained = today
  if (Object.values(removed).some(n => n > 0)) log.info('retention.removed', removed)
}
