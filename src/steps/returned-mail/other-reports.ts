import { listOthers, type OtherReport } from '../../files/reports-folder.js'
import { type Context, todayOf } from '../context.js'
import { tellStaff } from '../staff/staff.js'

/** The most that one mail names. */
const NAMED_AT_MOST = 20

/** What lies in REPORTS_DIR and is no mail: left where it is, as a person has to save it otherwise. Empty without such a folder. */
export async function otherReports({ config }: Pick<Context, 'config'>): Promise<OtherReport[]> {
  return config.reportsDir ? listOthers(config.reportsDir) : []
}

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
