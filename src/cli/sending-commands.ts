import { startWorker } from '../../worker/jobs.js'
import type { App } from '../app.js'
import { EngineUnreachable } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import type { Settlement } from '../model/delivery/delivery.js'
import type { Dispatched } from '../postgres/delivery/dispatch-edition.js'
import { leftToSend } from '../postgres/delivery/left-to-send.js'
import type { DeliveryQueue } from '../queue/delivery-queue.js'
import { openOwnQueue } from '../queue/own-queue.js'
import { openSending } from '../sending/sending.js'
import { dispatch } from '../steps/delivery/dispatch.js'
import { openQueue } from '../steps/delivery/queue.js'
import { recover } from '../steps/delivery/recover.js'
import { settle, stop } from '../steps/delivery/stop-and-settle.js'
import { resumeAtOnce } from '../steps/editions/act-on-edition.js'
import { readEdition } from '../steps/editions/read-edition.js'
import { keepFollowUpRules } from '../steps/follow-ups/keep-follow-up-rules.js'
import { holdSilent } from '../steps/operations/rolled-back.js'
import { type Answer, done, refused, unfinished } from './answer.js'
import { drain } from './draining.js'
import { nothingLeaves, statusAnswer } from './reading-commands.js'
import { editionArgument } from './usage.js'
import { withWaiting } from './waiting.js'

/**
 * Dispatches a signed edition. With `wait`, delivers here until nothing is pending; status 4 when the rest waits for a later time. Can be repeated
 * and run in parallel. `isClockMoved`: --now was given.
 */
export async function sendCommand(
  app: App,
  name: string,
  wait: boolean,
  progress: (line: string) => void,
  told: AbortSignal,
  isClockMoved = false,
): Promise<Answer> {
  const edition = await editionArgument(app, name)
  const queue = wait && isClockMoved ? openOwnQueue() : await openQueue(app)
  try {
    return wait
      ? await sendAndWait(app, edition, queue, progress, told)
      : await sendByTheQueue(app, edition, queue, isClockMoved)
  } finally {
    await queue.close()
  }
}

async function sendByTheQueue(
  app: App,
  edition: string,
  queue: DeliveryQueue,
  isClockMoved: boolean,
): Promise<Answer> {
  const refusal = refusalOf(app, await dispatch(app, edition), edition)
  if (refusal) return refusal
  await recover(app, queue)
  const next = isClockMoved
    ? `The service (npm start) delivers it once its own clock says so. Now, by this one: estafette send ${edition} --wait --now INSTANT`
    : 'The queue has it; the service (npm start) delivers it, with its workers.'
  return unlessPaused(await withWaiting(app, edition, await statusAnswer(app, edition, next)))
}

async function sendAndWait(
  app: App,
  edition: string,
  queue: DeliveryQueue,
  progress: (line: string) => void,
  told: AbortSignal,
): Promise<Answer> {
  // Before anything is delivered. decision 9
  await holdSilent(app)
  const sending = await openSending(app)
  try {
    const silent = await sending.knock()
    if (silent)
      throw new EngineUnreachable(
        `The SMTP relay does not answer: ${silent}. Nothing was sent. Check SMTP_URL.`,
      )
    const refusal = refusalOf(app, await dispatch(app, edition), edition)
    if (refusal) return refusal
    const worker = startWorker(app, queue, sending)
    try {
      await drain({ app, edition, queue, sending, progress, told })
    } finally {
      await worker.stop()
    }
    // What was sent stands when this fails; the service repeats it.
    await keepFollowUpRules(app).catch(error => progress(`Follow-ups are not up to date: ${error.message}`))
    return await afterDraining(app, edition, told.aborted)
  } finally {
    await sending.close()
  }
}

function afterStop(cause: string | null, edition: string): string {
  const resume = `estafette resume ${edition}`
  if (cause === 'gone-back')
    return `If the ledger was not put back: ${resume}. If mails may have left: estafette take-over --in-doubt ${edition}`
  if (cause === 'clock')
    return `If the clock is wrong, set it right, and it goes on by itself; if it is right: ${resume}`
  return `When what stands in the way is mended: ${resume}`
}

/** The state of the edition. Status 4 when deliveries are pending, or were due when the process was told to end. */
async function afterDraining(app: App, edition: string, isTold: boolean): Promise<Answer> {
  const { busy, pending } = await leftToSend(app.engine.db, edition, app.clock())
  const next = isTold && busy > 0 ? `Told to end. Go on: estafette send ${edition} --wait` : undefined
  const answer = unlessPaused(await withWaiting(app, edition, await statusAnswer(app, edition, next)))
  const isLeft = pending > 0 || (isTold && busy > 0)
  return answer.status === 0 && isLeft ? unfinished(answer.json, answer.text) : answer
}

type Status = { edition: string; state: string; stopped: { cause: string | null } | null }

/** A stopped edition, or one paused by a sender refusal, was not sent: status 1 with the reason. */
function unlessPaused(answer: Answer): Answer {
  const { edition, state, stopped } = answer.json as Status
  if (state !== 'paused') return answer
  const next = `Nothing more leaves. ${afterStop(stopped?.cause ?? null, edition)}`
  return refused(answer.json, [...answer.text.split('\n').slice(0, 1), next].join('\n'))
}

function refusalOf(app: App, dispatched: Dispatched, edition: string): Answer | null {
  if (dispatched.kind !== 'refused') return null
  const json = { edition, state: dispatched.state, refused: true }
  switch (dispatched.state) {
    case 'no-edition':
      return refused(json, `There is no edition ${edition}. Run: estafette draft ${edition}`)
    case 'copied':
      return refused(json, nothingLeaves(app) ?? '')
    case 'hash-differs':
      return refused(
        json,
        `${edition} is not what was signed off: its rows were changed in the database. Nothing was sent. Draft it anew.`,
      )
    case 'awaiting-sign-off':
      return refused(
        json,
        `${edition} awaits sign-off. Run: estafette approve ${edition} --hash HASH --by APPROVER`,
      )
    case 'draft':
      return refused(json, `${edition} is not frozen yet. Run: estafette draft ${edition}`)
    default:
      return refused(
        json,
        `${edition} is ${dispatched.state}; only a signed edition is sent. See: estafette status ${edition}`,
      )
  }
}

/** Stops an edition: no final dot leaves from now on. */
export async function stopCommand(
  app: App,
  name: string,
  reason: string,
  by: string | null = null,
): Promise<Answer> {
  const edition = await editionArgument(app, name)
  const row = await readEdition(app, edition)
  if (!row || !['approved', 'sending', 'paused'].includes(row.state))
    return refused({ edition, state: row?.state ?? null }, `${edition} is not about to be sent.`)
  await stop(app, edition, reason, by)
  return statusAnswer(
    app,
    edition,
    row.dispatchedAt
      ? `Stopped. Who has it: estafette deliveries ${edition}. To go on: estafette resume ${edition}`
      : `Held back: nothing has left. To go on: estafette resume ${edition}. To change it: estafette draft ${edition}`,
  )
}

/** Lets a stopped edition go on. */
export async function resumeCommand(app: App, name: string, by: string | null = null): Promise<Answer> {
  const edition = await editionArgument(app, name)
  if (!(await resumeAtOnce(app, edition, by)))
    return refused(
      { edition, state: (await readEdition(app, edition))?.state ?? null },
      `${edition} is not stopped.`,
    )
  const answer = await statusAnswer(app, edition, 'Goes on; the service or a worker delivers.')
  return withWaiting(app, edition, answer)
}

/** Settles a delivery in doubt by a person's decision. */
export async function settleCommand(app: App, delivery: string, as: Settlement, by: string): Promise<Answer> {
  const settled = await settle(app, delivery, as, by)
  const json = { delivery, as, by, at: withOffset(app.clock(), app.config.timeZone) }
  if (settled === 'unknown-person')
    return refused({ ...json, settled: false }, `Nobody in staff.yaml has the address ${by}.`)
  if (settled === 'expired')
    return refused(
      { ...json, settled: false },
      `Its edition has expired: nothing is sent of it any more. ${delivery} stays in doubt; it may have come. To count it as accepted: estafette settle ${delivery} --as accepted --by ${by}`,
    )
  if (settled === 'not-in-doubt')
    return refused(
      { ...json, settled: false },
      `${delivery} is not in doubt. See: estafette deliveries EDITION`,
    )
  if (typeof settled === 'string')
    return refused(
      { ...json, settled: false },
      `It would not be sent again: ${HINDERED[settled]} ${delivery} stays in doubt.`,
    )
  const next =
    as === 'again'
      ? `It is due again, with the same Message-ID: estafette send ${settled.edition} --wait`
      : 'It counts as accepted.'
  return done({ ...json, settled: true }, next)
}

const HINDERED = {
  copied: 'this ledger is a copy. See: estafette take-over.',
  stopped: 'its edition is stopped. When it may go on: estafette resume EDITION.',
  'not-allowed': 'its address is not in ALLOWED_RECIPIENTS.',
  suppressed: 'nothing is sent to its address. See: estafette suppressions.',
}
