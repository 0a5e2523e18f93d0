import { loadOurWords } from '../../mjml/our-words.js'
import { localDay } from '../../model/calendar/calendar.js'
import { personAt } from '../../model/staff/staff.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { findReported } from '../../postgres/returned-mail/reported-deliveries.js'
import { keepReport } from '../../postgres/returned-mail/reports.js'
import type { Context } from '../context.js'
import { spocFor } from '../staff/spoc.js'
import { staffOf } from '../staff/staff.js'
import type { RecordReportPorts } from './record-report-ports.js'

/** Reads the roster, the editions and our words once for all mails of a look. */
export function reportPorts(context: Context): RecordReportPorts {
  const { config, engine, log } = context
  const { db } = engine
  const dayOf = (at: Date) => localDay(at, config.timeZone)
  const spocOnce = once((commune: string) => spocFor(context, commune))
  const staffOnce = once(() =>
    // Returned mail is recorded even if a roster file can't be read now.
    staffOf(context).catch(error => {
      log.error('roster.unreadable', { reason: error.message })
      return []
    }),
  )
  const deadlinesOnce = once(async (key: string) => {
    const [edition = '', version] = key.split(' ')
    const content = await frozenContent(db, edition, Number(version))
    return content ? content.items.flatMap(({ update }) => update.deadline ?? []) : null
  })
  const wordsOnce = once((dir: string) =>
    loadOurWords(dir, config.agency).catch(error => {
      log.error('templates.unreadable', { reason: error.message })
      return []
    }),
  )
  return {
    ourWords: () => wordsOnce(config.templatesDir),
    dayOf,
    find: (clues, said) => findReported(db, clues, said),
    staffIdOf: async address => personAt(await staffOnce('all'), address)?.id ?? null,
    deadlines: (edition, version) => deadlinesOnce(`${edition} ${version}`),
    keep: async (report, now) => {
      const spoc = report.about ? await spocOnce(report.about.commune) : ''
      return keepReport(db, report, { spoc, today: dayOf(now), now })
    },
  }
}

function once<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const known = new Map<string, Promise<T>>()
  return key => {
    const asked = known.get(key) ?? ask(key)
    known.set(key, asked)
    return asked
  }
}
