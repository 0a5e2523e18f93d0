import { setTimeout as pause } from 'node:timers/promises'
import { startWorker } from '../../worker/jobs.js'
import type { App } from '../app.js'
import { EngineUnreachable } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import type { Settlement } from '../model/delivery/delivery.js'
import type { Dispatched } from '../postgres/deliveries.js'
import { type Answer, count, done, refused } from './answer.js'
import { editionArgument } from './editorial-commands.js'
import { nothingLeaves, statusAnswer } from './reading-commands.js'

/** Dispatches a signed edition; with `wait`, delivers in this process until nothing is pending. Safe to run again, and at once. */
export async function sendCommand(
  app: App,
  name: string,
  wait: boolean,
  progress: (line: string) => void,
  told: AbortSignal,
): Promise<Answer> {
  const edition = await editionArgument(app, name)
  const queue = await app.openQueue()
  try {
    if (!wait) {
      const refusal = refusalOf(app, await app.dispatch(edition), edition)
      if (refusal) return refusal
      await app.recover(queue)
      return unlessPaused(
        await statusAnswer(
          app,
          edition,
          'The queue has it; the service (npm start) delivers it, with its workers.',
        ),
      )
    }
    return await sendAndWait(app, edition, queue, progress, told)
  } finally {
    await queue.close()
  }
}

async function sendAndWait(
  app: App,
  edition: string,
  queue: Awaited<ReturnType<App['openQueue']>>,
  progress: (line: string) => void,
  told: AbortSignal,
): Promise<Answer> {
  // Before anything is delivered. decision 9
  await app.holdSilent()
  const sending = await app.openSending()
  try {
    const silent = await sending.knock()
    if (silent)
      throw new EngineUnreachable(
        `The SMTP relay does not answer: ${silent}. Nothing was sent. Check SMTP_URL.`,
      )
    const refusal = refusalOf(app, await app.dispatch(edition), edition)
    if (refusal) return refusal
    const worker = startWorker(app, queue, sending)
    try {
      await drain({ app, edition, queue, sending, progress, told })
    } finally {
      await worker.stop()
    }
    const left = told.aborted ? await app.countDue(edition) : 0
    const more =
      left > 0 ? `Told to end: ${left} are left. Go on: estafette send ${edition} --wait` : undefined
    // What was sent stands, whatever hinders this; the service does it again.
    await app.keepFollowUpRules().catch(error => progress(`Follow-ups are not up to date: ${error.message}`))
    return unlessPaused(await statusAnswer(app, edition, more))
  } finally {
    await sending.close()
  }
}

type Status = { edition: string; state: string; stopped: { cause: string | null } | null }

/** An edition that is stopped, or that the relay's refusal of ourselves has paused, was not sent: status 1; the text says why. */
function unlessPaused(answer: Answer): Answer {
  const { edition, state, stopped } = answer.json as Status
  if (state !== 'paused') return answer
  const next =
    stopped?.cause === 'gone-back'
      ? `Nothing more leaves. If the ledger was not put back: estafette resume ${edition}. If mails may have left: estafette take-over --in-doubt ${edition}`
      : `Nothing more leaves. When what stands in the way is mended: estafette resume ${edition}`
  return refused(answer.json, [...answer.text.split('\n').slice(0, 1), next].join('\n'))
}

/** In milliseconds. */
const LOOK_EVERY = 100
const REFILL_EVERY = 5000
const LOOK_AT_LAST = 15_000
/** When to look again at what may take long with very many deliveries: looking takes a tenth of the time and no more. */
const nextAfter = (began: number, usual: number) =>
  performance.now() + Math.min(LOOK_AT_LAST, Math.max(usual, 9 * (performance.now() - began)))

/** How long an engine may be away before the command gives up, in milliseconds. */
const PATIENCE = 60_000

type Draining = {
  app: App
  edition: string
  queue: Awaited<ReturnType<App['openQueue']>>
  sending: Awaited<ReturnType<App['openSending']>>
  progress: (line: string) => void
  told: AbortSignal
}

/**
 * Until no delivery of the edition is due or in a worker's hands, or the process is told to end; deferred ones stay scheduled.
 * An engine or a relay that comes back within a minute is waited for.
 */
async function drain({ app, edition, queue, sending, progress, told }: Draining) {
  let last = -1
  let answered = performance.now()
  let [refill, look] = [0, 0]
  while (!told.aborted) {
    try {
      const began = performance.now()
      if (began >= refill) {
        await app.recover(queue)
        refill = nextAfter(began, REFILL_EVERY)
      }
      const looked = performance.now()
      const left = await app.countDue(edition)
      answered = performance.now()
      look = nextAfter(looked, LOOK_EVERY)
      if (left !== last) progress(`${edition}: ${count(left, 'delivery').replace(/ys$/, 'ies')} under way`)
      if (left === 0) return
      last = left
      const away = sending.relayAway()
      if (away && away.milliseconds > PATIENCE)
        throw new EngineUnreachable(
          `The SMTP relay has been away for a minute: ${away.reason}. ${left} are left: a running service sends them when it is back, or send again.`,
        )
    } catch (error) {
      if (error instanceof EngineUnreachable) throw error
      const { message } = error as Error
      if (performance.now() - answered > PATIENCE)
        throw new EngineUnreachable(
          `An engine has been away for a minute: ${message}. Send again when it is back.`,
        )
      app.log.warn('send.waits', { reason: message })
      // The queue may have lost what it had.
      refill = 0
      look = performance.now() + LOOK_EVERY
    }
    await pause(Math.max(0, look - performance.now()), null, { signal: told }).catch(() => {})
  }
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

/** Emergency stop: from now on no final dot leaves. */
export async function stopCommand(app: App, name: string, reason: string): Promise<Answer> {
  const edition = await editionArgument(app, name)
  const row = await app.edition(edition)
  if (!row || !['approved', 'sending', 'paused'].includes(row.state))
    return refused({ edition, state: row?.state ?? null }, `${edition} is not about to be sent.`)
  await app.stop(edition, reason)
  return statusAnswer(
    app,
    edition,
    row.dispatchedAt
      ? `Stopped. Who has it: estafette deliveries ${edition}. To go on: estafette resume ${edition}`
      : `Held back: nothing has left. To go on: estafette resume ${edition}. To change it: estafette draft ${edition}`,
  )
}

/** Takes the stop back. */
export async function resumeCommand(app: App, name: string): Promise<Answer> {
  const edition = await editionArgument(app, name)
  const was = await app.resume(edition)
  if (!was)
    return refused(
      { edition, state: (await app.edition(edition))?.state ?? null },
      `${edition} is not stopped.`,
    )
  const queue = await app.openQueue()
  try {
    await app.recover(queue)
  } finally {
    await queue.close()
  }
  return statusAnswer(app, edition, 'Goes on; the service or a worker delivers.')
}

/** A person settles a delivery in doubt. */
export async function settleCommand(app: App, delivery: string, as: Settlement, by: string): Promise<Answer> {
  const settled = await app.settle(delivery, as, by)
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
