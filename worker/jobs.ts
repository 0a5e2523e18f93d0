import type { App } from '../src/app.js'
import type { DeliveryQueue } from '../src/queue/delivery-queue.js'
import type { Sending } from '../src/sending/sending.js'

export type DeliveryWorker = { stop: () => Promise<void> }

/** How often claims are renewed; a claim lasts three times as long. */
const RENEW_MS = 10_000
/** How often the server's identity is checked. */
const WATCH_MS = 5000
/** How often approved editions are searched, to be prepared for their send slot. */
const READY_MS = 30_000
/**
 * How long mails in flight may take when the process must end, which has 30 s or more. Then those whose dot has not left are aborted. An unanswered
 * one is finally recorded as in doubt, as after a kill.
 */
const BREAK_OFF_MS = 20_000
const BREAK_OFF_ALL_MS = 26_000
/** Deliveries taken from the queue per permit: while one is handed over, the next are claimed in groups. */
const CLAIMS_PER_PERMIT = 6

/** Delivers what the queue brings until stopped; stopping waits for the mails in flight. */
export function startWorker(
  app: Pick<App, 'config' | 'log' | 'clock' | 'instance'>,
  queue: DeliveryQueue,
  sending: Sending,
): DeliveryWorker {
  const { config, log, clock } = app
  const worker = queue.work(delivery => run(delivery), {
    concurrency: CLAIMS_PER_PERMIT * config.deliveriesAtOnce,
    perMinute: config.mailsPerMinute,
  })
  const renewal = setInterval(() => {
    sending.renewClaims().catch(error => log.warn('claims.not-renewed', { reason: error.message }))
  }, RENEW_MS)
  // An idle worker reports passed gates that it knows before a take-over. decision 9
  const watch = setInterval(() => {
    app.instance.maySend().catch(error => log.warn('server.not-looked-at', { reason: error.message }))
  }, WATCH_MS)
  const getReady = () =>
    sending.getReady().catch(error => log.warn('editions.not-ready', { reason: error.message }))
  let gettingReady = getReady()
  const readiness = setInterval(() => {
    gettingReady = getReady()
  }, READY_MS)

  async function run(delivery: string) {
    try {
      const done = await sending.deliver(delivery)
      if (done.kind === 'idle' || !done.kept || !done.end.dueAt) return
      const delay = Math.max(0, done.end.dueAt.getTime() - clock().getTime())
      await queue.nudge([{ delivery, attempt: done.claimed.attempt + 1, delay }])
    } catch (error) {
      // The row holds its state; recovery brings the delivery back.
      log.error('delivery.interrupted', { delivery, reason: (error as Error).message })
      throw error
    }
  }

  return {
    stop: async () => {
      sending.takeNoMore()
      clearInterval(readiness)
      // Stays armed after the deliveries have ended: a staff mail may delay the end too.
      setTimeout(sending.breakOff, BREAK_OFF_MS).unref()
      setTimeout(sending.breakOffAll, BREAK_OFF_ALL_MS).unref()
      await worker.stop()
      clearInterval(renewal)
      clearInterval(watch)
      await gettingReady
    },
  }
}
