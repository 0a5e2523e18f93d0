import type { App } from '../src/app.js'
import { STALLED_SECONDS } from '../src/model/delivery/delivery.js'
import type { DeliveryQueue } from '../src/queue/delivery-queue.js'
import type { Sending } from '../src/sending/sending.js'
import { doDueSlots } from '../src/steps/calendar/do-due-slots.js'
import { backlogSeconds } from '../src/steps/delivery/queue.js'
import { recover } from '../src/steps/delivery/recover.js'
import { finishAddressChanges } from '../src/steps/follow-ups/finish-address-changes.js'
import { keepFollowUpRules } from '../src/steps/follow-ups/keep-follow-up-rules.js'
import { tellDigests } from '../src/steps/follow-ups/tell-digests.js'
import { retain } from '../src/steps/operations/retain.js'
import { fetchReports } from '../src/steps/returned-mail/fetch-reports.js'
import { noticeChanges } from '../src/steps/roster/notice-changes.js'
import { remind } from '../src/steps/sign-off/remind.js'
import { tellDailyContents } from '../src/steps/staff/daily-note.js'
import { followTranslations } from '../src/steps/updates/follow-translations.js'

type Schedule = { stop: () => Promise<void> }

/** How often due ticks are searched, in milliseconds. */
const LOOK_MS = 1000

/** What a tick works with beside the context. `ending`: the process is to end. */
type With = { queue: DeliveryQueue; sending: Sending; ending?: AbortSignal }

/** A part of a tick; what fails is logged as the event `failed`, and found again by the next. `byClock`: rests while the clock has jumped. */
type Part = { failed: string; run: (app: App, given: With) => Promise<unknown>; byClock?: boolean }

const RECOVERY: Part[] = [
  { failed: 'tick.reminders-failed', run: remind, byClock: true },
  // A claim outlives its worker by 30 s, and the backlog is to be gone within 60.
  { failed: 'tick.recovery-failed', run: (app, { queue }) => recover(app, queue) },
]

/**
 * Every tick of Estafette, each apart: a share that hangs must not hold up what only the rows know. A tick replays nothing that was missed;
 * each, and each start, asks the calendar and the rows what is due. The first of the list are started last, and may take longer.
 */
const TICKS = {
  week: {
    ...{ everySeconds: 60, overdueSeconds: 600 },
    parts: [
      { failed: 'tick.slots-failed', run: doDueSlots, byClock: true },
      { failed: 'tick.digests-failed', run: tellDigests, byClock: true },
      { failed: 'tick.daily-note-failed', run: tellDailyContents, byClock: true },
      { failed: 'tick.translations-failed', run: followTranslations, byClock: true },
      { failed: 'tick.retention-failed', run: retain, byClock: true },
      { failed: 'tick.follow-ups-failed', run: keepFollowUpRules, byClock: true },
      { failed: 'tick.changes-failed', run: noticeChanges },
      { failed: 'tick.address-changes-failed', run: finishAddressChanges },
      ...RECOVERY,
    ],
  },
  recovery: { everySeconds: 15, overdueSeconds: 120, parts: RECOVERY },
  backlog: {
    ...{ everySeconds: 60, overdueSeconds: 300 },
    parts: [{ failed: 'tick.watch-failed', run: watch }],
  },
  // A relay that falls silent must hold up neither slots nor recovery.
  notices: {
    ...{ everySeconds: 60, overdueSeconds: 900 },
    parts: [{ failed: 'tick.notices-failed', run: (_, { sending }) => sending.sendNotices() }],
  },
  'mail-back': {
    ...{ everySeconds: 60, overdueSeconds: 1800 },
    parts: [{ failed: 'tick.reports-failed', run: (app, { ending }) => fetchReports(app, ending) }],
  },
} satisfies Record<string, { everySeconds: number; overdueSeconds: number; parts: Part[] }>

/** Runs every tick once and goes on until stopped; resolves after the week's first. */
export async function startSchedule(app: App, queue: DeliveryQueue, sending: Sending): Promise<Schedule> {
  const ending = new AbortController()
  const given = { queue, sending, ending: ending.signal }
  // A timer of the process: the clock may be set, and cron would wait for a past time. decision 47
  const looking = setInterval(app.ticks.look, LOOK_MS)
  const names = Object.keys(TICKS) as (keyof typeof TICKS)[]
  const [week] = names
    .reverse()
    .map(name => app.ticks.add({ name, ...TICKS[name], run: () => tickOnce(app, name, given) }))
    .reverse()
  await week
  return {
    stop: async () => {
      ending.abort()
      clearInterval(looking)
      await app.ticks.ended()
    },
  }
}

/** One tick: its parts, one after the other. */
export async function tickOnce(app: App, name: keyof typeof TICKS, given: With): Promise<void> {
  const parts: Part[] = TICKS[name].parts
  for (const { failed, run, byClock = false } of parts) {
    // With a jumped clock, nothing is made, sent, told or removed. decision 47
    if (byClock && app.clockWatch.jump() !== null) continue
    try {
      await run(app, given)
    } catch (error) {
      app.log.error(failed, { reason: (error as Error).message })
    }
  }
}

/** The watchdog: what waits tells more than what runs. /health says the same. */
async function watch(app: App): Promise<void> {
  const seconds = await backlogSeconds(app)
  if (seconds > STALLED_SECONDS) app.log.error('backlog.lies', { seconds })
}
