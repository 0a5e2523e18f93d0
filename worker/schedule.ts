import type { App } from '../src/app.js'
import { LIES_AFTER_SECONDS } from '../src/model/delivery/delivery.js'
import type { DeliveryQueue } from '../src/queue/delivery-queue.js'
import type { Sending } from '../src/sending/sending.js'
import { doDueSlots } from '../src/steps/calendar/do-due-slots.js'
import type { Tick } from '../src/steps/calendar/ticks.js'
import { backlogSeconds } from '../src/steps/delivery/queue.js'
import { recover } from '../src/steps/delivery/recover.js'
import { tellDigests } from '../src/steps/follow-ups/tell-digests.js'
import { retain } from '../src/steps/operations/retain.js'
import { fetchReports } from '../src/steps/returned-mail/fetch-reports.js'
import { noticeChanges } from '../src/steps/roster/notice-changes.js'
import { remind } from '../src/steps/sign-off/remind.js'
import { tellDailyContents } from '../src/steps/staff/daily-note.js'
import { followTranslations } from '../src/steps/updates/follow-translations.js'

export type Schedule = { stop: () => Promise<void> }

/** How often somebody looks which tick is due, in milliseconds. */
const LOOK_MS = 1000

/**
 * Every tick of Estafette, each apart: a share that hangs must not hold up what only the rows know. A tick replays nothing that was missed;
 * each, and each start, asks the calendar and the rows what is due.
 *
 * week      slots that are due (draft, send), the editors' daily note, the digests of SPOCs and heads, translations that are due, follow-ups by
 *           rule, changes of address that a crash cut short, once a day what is past its time
 * recovery  reminders, deliveries without a job, claims of dead workers. A claim outlives its worker by 30 s, and the backlog is to be gone
 *           within 60
 * backlog   says what waits for too long; notices and mail-back may take longer than the others
 */
const ticksOf = (app: App, queue: DeliveryQueue, sending: Sending, ending: AbortSignal): Tick[] => [
  { name: 'mail-back', everySeconds: 60, overdueSeconds: 1800, run: () => fetchOnce(app, ending) },
  { name: 'notices', everySeconds: 60, overdueSeconds: 900, run: () => tellOnce(app, sending) },
  { name: 'backlog', everySeconds: 60, overdueSeconds: 300, run: () => watch(app) },
  { name: 'recovery', everySeconds: 15, overdueSeconds: 120, run: () => recoverOnce(app, queue) },
  { name: 'week', everySeconds: 60, overdueSeconds: 600, run: () => tickOnce(app, queue) },
]

/** Does every tick once, and goes on until stopped; resolves after the week's first. */
export async function startSchedule(app: App, queue: DeliveryQueue, sending: Sending): Promise<Schedule> {
  const ending = new AbortController()
  // A timer of the process's own: the clock may be set, and cron would wait for a time that has been. decision 47
  const looking = setInterval(app.ticks.look, LOOK_MS)
  const [week] = ticksOf(app, queue, sending, ending.signal).map(app.ticks.add).reverse()
  await week
  return {
    stop: async () => {
      ending.abort()
      clearInterval(looking)
      await app.ticks.ended()
    },
  }
}

/** One tick. What fails is logged and found again by the next. */
export async function tickOnce(app: App, queue: DeliveryQueue): Promise<void> {
  // By a clock that has jumped, nothing is made, sent, told or removed. decision 47
  if (app.clockWatch.jump() === null) await keepWeek(app)
  await orLater(app, 'tick.changes-failed', noticeChanges)
  await orLater(app, 'tick.address-changes-failed', app.finishAddressChanges)
  await recoverOnce(app, queue)
}

/** What the calendar makes due. */
async function keepWeek(app: App) {
  await orLater(app, 'tick.slots-failed', doDueSlots)
  await orLater(app, 'tick.digests-failed', tellDigests)
  await orLater(app, 'tick.daily-note-failed', tellDailyContents)
  await orLater(app, 'tick.translations-failed', followTranslations)
  await orLater(app, 'tick.retention-failed', retain)
  await orLater(app, 'tick.follow-ups-failed', app.keepFollowUpRules)
}

/** What fails is logged, and found again by the next tick. */
async function orLater(app: App, event: string, run: (app: App) => Promise<unknown>) {
  try {
    await run(app)
  } catch (error) {
    app.log.error(event, { reason: (error as Error).message })
  }
}

/** The watchdog: what waits tells more than what runs. /health says the same. */
export async function watch(app: App): Promise<void> {
  try {
    const seconds = await backlogSeconds(app)
    if (seconds > LIES_AFTER_SECONDS) app.log.error('backlog.lies', { seconds })
  } catch (error) {
    app.log.error('tick.watch-failed', { reason: (error as Error).message })
  }
}

/** The notices that are due. A relay that falls silent must hold up neither slots nor recovery. */
async function tellOnce(app: App, sending: Sending): Promise<void> {
  await orLater(app, 'tick.notices-failed', sending.sendNotices)
}

async function recoverOnce(app: App, queue: DeliveryQueue): Promise<void> {
  if (app.clockWatch.jump() === null) await orLater(app, 'tick.reminders-failed', () => remind(app))
  await orLater(app, 'tick.recovery-failed', () => recover(app, queue))
}

/** One look for mails that came back. What is out of reach is logged, and tried again at the next. */
export async function fetchOnce(app: App, signal?: AbortSignal): Promise<void> {
  await orLater(app, 'tick.reports-failed', () => fetchReports(app, signal))
}
