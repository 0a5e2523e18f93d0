import { uptime } from 'node:os'
import { setFlagsFromString } from 'node:v8'
import { type App, openApp } from '../src/app.js'
import { type Config, ConfigError } from '../src/config.js'
import { openLog } from '../src/log.js'
import type { Clock } from '../src/model/calendar/clock.js'
import { visible } from '../src/model/language/marks.js'
import type { Sending } from '../src/sending/sending.js'
import { openSending } from '../src/sending/sending.js'
import type { Timer } from '../src/steps/calendar/clock-watch.js'
import { openQueue } from '../src/steps/delivery/queue.js'
import { holdSilent } from '../src/steps/operations/rolled-back.js'
import { saying, type Tell } from '../src/steps/operations/saying.js'
import { onNotice } from '../src/steps/staff/staff.js'
import { watchUpdates } from '../src/steps/updates/take-in.js'
import { startPages } from '../src/web/pages.js'
import { showsCatcher } from '../src/web/this-machine.js'
import { startWorker } from './jobs.js'
import { untilLedgerGone } from './ledger-gone.js'
import { startSchedule } from './schedule.js'
import { endAtLast, untilToldToStop } from './signals.js'

export type Service = { app: App; url: string | null; stop: () => Promise<void> }

const write = (line: string) => process.stderr.write(visible(`${line}\n`))

export type Parts = { pages: boolean; schedule: boolean }

/** Opens everything that a long-running process needs, in order; `stop` closes it in reverse order. */
export async function startService(
  config: Config,
  clock: Clock,
  parts: Parts,
  tell: Tell = () => {},
  timer: Timer | null = null,
): Promise<Service> {
  const open: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of open.splice(0).reverse()) {
      // A failing close (the database is gone) must not keep the rest open.
      await close().catch(error => write(`While closing: ${(error as Error).message}`))
    }
  }
  try {
    const app = await openApp({
      config,
      clock,
      timer,
      sinceBoot: uptime,
      log: openLog(config.logLevel),
      tell,
      otherLedger: 'refuse',
    })
    open.push(app.close)
    for (const remark of app.remarks) write(remark)
    // Before anything is delivered. decision 9
    await holdSilent(app)
    const pages = parts.pages ? await startPages(app, app.config, tell) : null
    if (pages) open.push(pages.close)
    const queue = await openQueue(app)
    open.push(queue.close)
    const sending = await openSending(app)
    open.push(sending.close)
    const worker = startWorker(app, queue, sending)
    open.push(sendNoticesAtOnce(app, sending))
    if (parts.schedule) open.push(await watchUpdates(app))
    const schedule = parts.schedule
      ? await saying('Doing what is due …', tell, () => startSchedule(app, queue, sending))
      : null
    // Together: while the schedule awaits its tick, the worker takes nothing new and finishes its mails.
    open.push(() => Promise.all([worker.stop(), schedule?.stop()]))
    return { app, url: pages?.url ?? null, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** A staff mail leaves as soon as it is made; the tick finds those that couldn't. */
function sendNoticesAtOnce(app: App, sending: Sending): () => Promise<void> {
  const end = onNotice(app, () => {
    sending.sendNotices().catch(error => app.log.warn('notices.not-sent', { reason: error.message }))
  })
  return async () => end()
}

/** `npm start`: scheduler, worker and pages until told to stop. Resolves to the exit status. */
export async function runService(config: Config): Promise<number> {
  return run(config, { pages: true, schedule: true }, service => {
    const where = config.smtp
      ? `mail goes to ${config.smtp.host}:${config.smtp.port}`
      : `mail is kept in ${config.dataDir}/mail${readAt(service)}`
    write(`Estafette runs: ${service.url}; ${where}. Ctrl-C ends it.`)
  })
}

/** Where the local catcher's mails are read: behind a proxy, only in their folder. */
const readAt = ({ app: { config }, url }: Service) =>
  url && showsCatcher(config) ? `, to read at ${url}catcher` : ''

/** `estafette worker`: an additional delivery worker beside a service. */
export async function runWorker(config: Config): Promise<number> {
  if (!config.databaseUrl)
    throw new ConfigError([
      'DATABASE_URL: a worker needs the database that it shares with the service. See .env.example.',
    ])
  return run(config, { pages: false, schedule: false }, () => {
    write('A delivery worker runs. Ctrl-C ends it.')
  })
}

/** How much a long-running process lets its heap grow before a collection; V8 would let it double or more. */
const HEAP_GROWTH = '--heap-growing-percent=20'

async function run(config: Config, parts: Parts, announce: (service: Service) => void): Promise<number> {
  setFlagsFromString(HEAP_GROWTH)
  const told = untilToldToStop(config.startedByNpm)
  told.then(endAtLast)
  let isTold = false
  told.then(() => {
    isTold = true
  })
  const service = await startService(
    config,
    () => new Date(),
    parts,
    write,
    () => performance.now(),
  )
  if (!isTold) announce(service)
  const gone = untilLedgerGone(config).then(said => {
    write(said)
    endAtLast()
    return GONE
  })
  const why = await Promise.race([told, gone])
  service.app.log.info('service.stopping', { why })
  await service.stop()
  // All is closed; what a library left running (a BullMQ worker without its Redis) ends with the process.
  setTimeout(() => process.exit(), LEFT_BEHIND_MS).unref()
  return why === GONE ? 3 : 0
}

const GONE = 'its ledger is gone'

/** In milliseconds. */
const LEFT_BEHIND_MS = 1000
