import { putAway, setAside } from '../../files/put-away.js'
import { listMails, readMail } from '../../files/reports-folder.js'
import { OWN_BEGINNINGS } from '../../model/delivery/own-words.js'
import { refusingDomains } from '../../postgres/returned-mail/listed-reports.js'
import type { Context } from '../context.js'
import { pauseRefused, tellOfRefusal } from '../delivery/refusals.js'
import { tellOtherReports } from './list-returned.js'
import { recordReport } from './record-report.js'
import type { RecordReportPorts } from './record-report-ports.js'
import type { RecordedReport, ReportMail } from './recorded-report.js'
import { fetchMailbox } from './report-mailbox.js'
import { reportPorts } from './report-ports.js'
import { noticeCameBack } from './returned-notices.js'

/** The result of a look at folder and mailbox. `waiting`: files still being written. */
type FetchedReports = { recorded: number; known: number; quarantined: number; waiting: number }

/**
 * Looks once into REPORTS_DIR and the mailbox of IMAP_URL, and records what is new. A mail that can't be processed is quarantined with its reason and
 * blocks no other. `signal` ends it between two mails. Throws after both looks when one failed; recorded mails stay.
 */
export async function fetchReports(context: Context, signal?: AbortSignal): Promise<FetchedReports> {
  const fetched = { recorded: 0, known: 0, quarantined: 0, waiting: 0 }
  const fetching = { ...context, ports: reportPorts(context), fetched, signal }
  const failures: unknown[] = []
  for (const fetch of [fetchFolder, fetchImap]) await fetch(fetching).catch(error => failures.push(error))
  if (failures.length > 0) throw failures[0]
  await tellOtherReports(context)
  return fetched
}

type Fetching = Context & { ports: RecordReportPorts; fetched: FetchedReports; signal?: AbortSignal }

function fetchImap(fetching: Fetching): Promise<void> {
  const { signal } = fetching
  return fetchMailbox(fetching, {
    record: mail => record(fetching, mail),
    setAside: reason => quarantinedNow(fetching, 'imap', reason),
    signal,
  })
}

const FOLDER = 'folder'

async function fetchFolder(fetching: Fetching): Promise<void> {
  const { config, fetched, signal, log } = fetching
  const dir = config.reportsDir
  if (!dir) return
  for (const name of await listMails(dir)) {
    if (signal?.aborted) return
    const read = await readMail(dir, name)
    if ('waits' in read) {
      fetched.waiting++
      continue
    }
    const mail = { source: FOLDER, item: name, place: null }
    const reason = 'refused' in read ? read.refused : await record(fetching, { ...mail, ...read })
    try {
      if (reason === null) await putAway(dir, name)
      else await setAside(dir, name, reason)
      if (reason !== null) quarantinedNow(fetching, FOLDER, reason)
    } catch (error) {
      // It is in the ledger, or will be refused again: others needn't wait.
      log.warn('report.not-moved', { source: FOLDER, reason: (error as Error).message })
    }
  }
}

function quarantinedNow({ fetched, log }: Fetching, source: string, reason: string) {
  fetched.quarantined++
  log.warn('report.quarantined', { source, reason })
}

/** Records one mail; returns the reason when it can't be recorded. Throws when the ledger can't store any. */
async function record(fetching: Fetching, mail: ReportMail): Promise<string | null> {
  const { ports, clock, fetched } = fetching
  try {
    const recorded = await recordReport(ports, mail, clock())
    if (recorded.isNew) fetched.recorded++
    else fetched.known++
    logRecorded(fetching, mail, recorded)
    if (recorded.isNew) await followFrom({ ...fetching, neverTold: recorded.neverAnswered }, recorded)
    return null
  } catch (error) {
    if (!isAboutThisMail(error)) throw error
    return `It can't be recorded: ${(error as Error).message}`
  }
}

/** The only place where an incoming mail makes us send or stop: no loop can begin (RFC 3834 §2). */
async function followFrom(context: Context, recorded: RecordedReport): Promise<void> {
  const { edition, refusesUs, staffMail } = recorded
  if (edition && refusesUs) await heedRefusal(context, edition, refusesUs)
  if (staffMail) await noticeCameBack(context, staffMail, context.clock())
}

/** Recipients' domains that must refuse the sender before their reports stop an edition. */
const DOMAINS = 3

/** One domain's refusals raise an alarm, however many. decision 25 */
async function heedRefusal(
  context: Context,
  edition: string,
  { domain, words }: NonNullable<RecordedReport['refusesUs']>,
) {
  const { engine, clock } = context
  if ((await refusingDomains(engine.db, edition)) < DOMAINS)
    return tellOfRefusal(context, edition, domain, words, clock())
  await pauseRefused(context, edition, `${DOMAINS} ${OWN_BEGINNINGS['of-domains']}${words}`, clock())
}

/** Content that the ledger can't store (SQLSTATE 22 and 23), or that our own code fails on. */
function isAboutThisMail(error: unknown): boolean {
  const { code } = error as { code?: string }
  if (typeof code === 'string') return /^2[23][0-9A-Z]{3}$/.test(code)
  return error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError
}

function logRecorded({ log }: Fetching, mail: ReportMail, recorded: RecordedReport) {
  const { kind, match, delivery, evidence, topic, state } = recorded
  const source = mail.place ? 'imap' : FOLDER
  if (recorded.isNew) log.info('report.recorded', { source, kind, match, delivery, evidence, topic, state })
  else log.debug('report.known', { source, kind })
}
