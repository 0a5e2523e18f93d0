import { listOthers, type OtherReport } from '../../files/reports-folder.js'
import { listReports } from '../../postgres/returned-mail/listed-reports.js'
import { quarantined } from '../../postgres/returned-mail/report-sources.js'
import { unreadMails } from '../../postgres/returned-mail/unread-mails.js'
import { type Context, todayOf } from '../context.js'
import { tellStaff } from '../staff/staff.js'

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

/** What lies in REPORTS_DIR and is no mail: left where it is, as a person has to save it otherwise. Empty without such a folder. */
async function otherReports({ config }: Context): Promise<OtherReport[]> {
  return config.reportsDir ? listOthers(config.reportsDir) : []
}

/** The most that one mail names. */
const NAMED_AT_MOST = 20

/** Tells the log each time that others lie there, and the admins once a day. */
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
