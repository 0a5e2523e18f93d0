import { removeDone } from '../../files/reports-folder.js'
import { localDay } from '../../model/calendar/calendar.js'
import { forgetWords } from '../../postgres/returned-mail/reports.js'
import { removeSignLinks } from '../../postgres/sign-off/sign-links.js'
import { removePasses } from '../../postgres/staff/log-in-tokens.js'
import { removeNotices } from '../../postgres/staff/notices.js'
import { removeLetThroughLinks } from '../../postgres/updates/let-through.js'
import type { Context } from '../context.js'
import { type Kept, retain } from '../editions/retain.js'

/** Mails to staff and their links, log-ins, and what came back, once they have had their time. */
export function bindRetaining(context: Context) {
  let done: string | null = null
  return {
    /** Removes what is past its time: at the first tick of each day, and of each start. */
    retain: async (): Promise<void> => {
      const { clock, config, log } = context
      const today = localDay(clock(), config.timeZone)
      if (done === today) return
      const removed = await retain(keptFor(context), clock())
      done = today
      if (Object.values(removed).some(n => n > 0)) log.info('retention.removed', removed)
    },
  }
}

/** Until then a used link still says that it was used. */
const PASSES_DAYS = 7

function keptFor({ engine: { db }, config }: Context): Kept[] {
  const days = config.retainNoticesDays
  const { reportsDir, retainReportsDays } = config
  return [
    { what: 'words', days: retainReportsDays, remove: before => forgetWords(db, before) },
    {
      what: 'reportFiles',
      days: retainReportsDays,
      remove: async before => (reportsDir ? removeDone(reportsDir, before) : 0),
    },
    { what: 'notices', days, remove: before => removeNotices(db, before) },
    { what: 'signLinks', days, remove: before => removeSignLinks(db, before) },
    { what: 'passes', days: PASSES_DAYS, remove: before => removePasses(db, before) },
    { what: 'letThroughLinks', days, remove: before => removeLetThroughLinks(db, before) },
  ]
}
