import type { App } from '../src/app.js'
import type { DeliveryQueue } from '../src/queue/delivery-queue.js'
import type { Sending } from '../src/sending/sending.js'

export type DeliveryWorker = { stop: () => Promise<void> }

/** How often claims are renewed; a claim lasts three times as long. */
const RENEW_MS = 10_000
/** How often to look whether the server is still the one that it was. */
const WATCH_MS = 5000
/** How often to look whether an edition was approved, to get it ready for its send slot. */
const READY_MS = 30_000
/**
 * How long mails may take when the process is to end; it is given 30 s or more. Those whose dot has not left are broken off first; one
 * that the relay leaves without an answer is noted as in doubt at last: a kill would do it no better.
 */
const BREAK_OFF_MS = 20_000
const BREAK_OFF_ALL_MS = 26_000
/** How many deliveries are taken from the queue for each permit: while one is handed over, the next are claimed, in groups. */
const CLAIMS_PER_PERMIT = 6

/** Delivers what the queue brings until stopped; stopping waits for the mails under way. */
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
  // What a worker with nothing to do knows to have left, it says before anybody takes over. decision 9
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
      // The rows know where it stopped; the recovery brings the delivery back.
      log.error('delivery.interrupted', { delivery, reason: (error as Error).message })
      throw error
    }
  }

  return {
    stop: async () => {
      sending.takeNoMore()
      clearInterval(readiness)
      // Stays armed when the deliveries have ended: a mail to staff may hold up the end as well.
      setTimeout(sending.breakOff, BREAK_OFF_MS).unref()
      setTimeout(sending.breakOffAll, BREAK_OFF_ALL_MS).unref()
      await worker.stop()
      clearInterval(renewal)
      clearInterval(watch)
      await gettingReady
    },
  }
}
