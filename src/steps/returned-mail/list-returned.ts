import { listOthers, type OtherReport } from '../../files/reports-folder.js'
import { listReports } from '../../postgres/returned-mail/listed-reports.js'
import { quarantined } from '../../postgres/returned-mail/report-sources.js'
import { unreadMails } from '../../postgres/returned-mail/unread-mails.js'
import { type Context, todayOf } from '../context.js'
import { tellStaff } from '../staff/staff.js'

const DAY_MS = 24 * 3_600_000

/** Returned and unreadable mails of the last `days`, latest first; mails that a mailbox doesn't give; files that are no mails. */
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

/** Files in REPORTS_DIR that are no mails: left there, as a person must save them differently. Empty without such a folder. */
async function otherReports({ config }: Context): Promise<OtherReport[]> {
  return config.reportsDir ? listOthers(config.reportsDir) : []
}

/** The most that one mail names. */
const NAMED_AT_MOST = 20

/** Logs other files each time, and tells the admins once a day. */
export async function tellOtherReports(context: Context): Promise<void> {
  const { config, log, memory } = context
  const others = await otherReports(context)
  const names = others.map(({ name }) => name).join('\n')
  if (names === memory.otherReports) return
  memory.otherReports = names
  if (others.length === 0) return
  log.warn('report.no-mail', { files: others.length, first: others[0]?.name })
  const values = {
    folder: config.reportsDir ?? '',
    count: others.length,
    files: others.slice(0, NAMED_AT_MOST),
    command: 'estafette reports',
  }
  await tellStaff(context, 'admin', 'reports-unread', todayOf(context), values)
}
