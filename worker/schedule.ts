import cron from 'node-cron'
import type { Sending } from '../src/app/sending.js'
import type { App } from '../src/app.js'
import { LIES_AFTER_SECONDS } from '../src/model/delivery/delivery.js'
import type { DeliveryQueue } from '../src/queue/delivery-queue.js'

export type Schedule = { stop: () => Promise<void> }

/**
 * Every cron line of Estafette. Cron is only a tick: it replays nothing that it missed, so each tick, and each start,
 * asks the calendar and the rows what is due.
 *
 *     * * * * *      every minute: slots that are due (draft, send), the editors' daily note, the digests of SPOCs and heads, translations that are due, follow-ups by rule, changes of address that a crash cut short, once a day what is past its time, reminders, deliveries without a job, claims of dead workers;
 *                    beside these, since they may take longer: notices, mails that came back
 *     *\/15 * * * * *  every 15 seconds: deliveries without a job, claims of dead workers. A claim outlives its worker by 30 s, and
 *                    the backlog is to be gone within 60.
 */
export async function startSchedule(app: App, queue: DeliveryQueue, sending: Sending): Promise<Schedule> {
  let running: Promise<void> = Promise.resolve()
  const tick = () => {
    running = running.then(() => tickOnce(app, queue))
    return running
  }
  let recovering: Promise<void> = Promise.resolve()
  // Apart from the ticks, which read folders: a share that hangs must not hold up what only the rows know.
  const recoverInTurn = () => {
    recovering = recovering.then(() => recoverOnce(app, queue))
    return recovering
  }
  const ending = new AbortController()
  let fetching: Promise<void> | null = null
  const fetch = () => {
    fetching ??= fetchOnce(app, ending.signal).finally(() => {
      fetching = null
    })
  }
  let telling: Promise<void> | null = null
  const tell = () => {
    telling ??= tellOnce(app, sending).finally(() => {
      telling = null
    })
  }
  const task = cron.schedule('* * * * *', tick, { noOverlap: true })
  const often = cron.schedule('*/15 * * * * *', recoverInTurn, { noOverlap: true })
  const watchdog = cron.schedule('* * * * *', () => watch(app), { noOverlap: true })
  const back = cron.schedule('* * * * *', fetch, { noOverlap: true })
  const notices = cron.schedule('* * * * *', tell, { noOverlap: true })
  await tick()
  fetch()
  tell()
  return {
    stop: async () => {
      ending.abort()
      await task.destroy()
      await often.destroy()
      await watchdog.destroy()
      await back.destroy()
      await notices.destroy()
      await running
      await recovering
      await fetching
      await telling
    },
  }
}

/** One tick. What fails is logged and found again by the next. */
export async function tickOnce(app: App, queue: DeliveryQueue): Promise<void> {
  try {
    await app.keepSlots()
  } catch (error) {
    app.log.error('tick.slots-failed', { reason: (error as Error).message })
  }
  try {
    await app.noticeChanges()
  } catch (error) {
    app.log.error('tick.changes-failed', { reason: (error as Error).message })
  }
  try {
    await app.tellDigests()
  } catch (error) {
    app.log.error('tick.digests-failed', { reason: (error as Error).message })
  }
  try {
    await app.tellDailyContents()
  } catch (error) {
    app.log.error('tick.daily-note-failed', { reason: (error as Error).message })
  }
  try {
    await app.followTranslations()
  } catch (error) {
    app.log.error('tick.translations-failed', { reason: (error as Error).message })
  }
  try {
    await app.retain()
  } catch (error) {
    app.log.error('tick.retention-failed', { reason: (error as Error).message })
  }
  try {
    await app.finishAddressChanges()
  } catch (error) {
    app.log.error('tick.address-changes-failed', { reason: (error as Error).message })
  }
  try {
    await app.keepFollowUpRules()
  } catch (error) {
    app.log.error('tick.follow-ups-failed', { reason: (error as Error).message })
  }
  await recoverOnce(app, queue)
}

/** The watchdog: what waits tells more than what runs. /health says the same. */
export async function watch(app: Pick<App, 'oldestDue' | 'log'>): Promise<void> {
  try {
    const seconds = await app.oldestDue()
    if (seconds > LIES_AFTER_SECONDS) app.log.error('backlog.lies', { seconds })
  } catch (error) {
    app.log.error('tick.watch-failed', { reason: (error as Error).message })
  }
}

/** The notices that are due. A relay that falls silent must hold up neither slots nor recovery. */
async function tellOnce(app: App, sending: Sending): Promise<void> {
  try {
    await sending.sendNotices()
  } catch (error) {
    app.log.error('tick.notices-failed', { reason: (error as Error).message })
  }
}

async function recoverOnce(app: App, queue: DeliveryQueue): Promise<void> {
  try {
    await app.remind()
  } catch (error) {
    app.log.error('tick.reminders-failed', { reason: (error as Error).message })
  }
  try {
    await app.recover(queue)
  } catch (error) {
    app.log.error('tick.recovery-failed', { reason: (error as Error).message })
  }
}

/** One look for mails that came back. What is out of reach is logged, and tried again at the next. */
export async function fetchOnce(app: App, signal?: AbortSignal): Promise<void> {
  try {
    await app.fetchReports(signal)
  } catch (error) {
    app.log.error('tick.reports-failed', { reason: (error as Error).message })
  }
}
