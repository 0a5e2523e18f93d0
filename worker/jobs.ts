import type { App } from '../src/app.js'
import type { DeliveryQueue } from '../src/queue/delivery-queue.js'
import type { Sending } from '../src/sending/sending.js'

export type DeliveryWorker = { stop: () => Promise<void> }

/** How often the claims under way are renewed, in milliseconds; a claim lasts three times as long. */
const RENEWAL = 10_000
/** How often to look whether the server is still the one that it was, in milliseconds. */
const WATCH = 5000
/** How often to look whether an edition was approved, to get it ready for its send slot, in milliseconds. */
const READINESS = 30_000
/**
 * How long the mails under way may take when the process is to end, in milliseconds; whoever ends it waits 30 s or more. Those whose dot has
 * not left are broken off first; one that the relay leaves without an answer is noted as in doubt at last: a kill would do it no better.
 */
const PATIENCE = 20_000
const LAST_PATIENCE = 26_000
/** So many are taken from the queue for each that can be on its way: while one is, the next ones are claimed, in groups (src/sending/sending.ts). */
const CLAIMED_AHEAD = 6

/** Delivers what the queue brings until stopped; stopping waits for the mails under way. */
export function startWorker(
  app: Pick<App, 'config' | 'log' | 'clock' | 'maySend'>,
  queue: DeliveryQueue,
  sending: Sending,
): DeliveryWorker {
  const { config, log, clock } = app
  const worker = queue.work(delivery => run(delivery), {
    concurrency: CLAIMED_AHEAD * config.deliveriesAtOnce,
    perMinute: config.mailsPerMinute,
  })
  const renewal = setInterval(() => {
    sending.renewClaims().catch(error => log.warn('claims.not-renewed', { reason: error.message }))
  }, RENEWAL)
  // What a worker with nothing to do knows to have left, it says before anybody takes over. decision 9
  const watch = setInterval(() => {
    app.maySend().catch(error => log.warn('server.not-looked-at', { reason: error.message }))
  }, WATCH)
  const getReady = () =>
    sending.getReady().catch(error => log.warn('editions.not-ready', { reason: error.message }))
  let gettingReady = getReady()
  const readiness = setInterval(() => {
    gettingReady = getReady()
  }, READINESS)

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
      setTimeout(sending.breakOff, PATIENCE).unref()
      setTimeout(sending.breakOffAll, LAST_PATIENCE).unref()
      await worker.stop()
      clearInterval(renewal)
      clearInterval(watch)
      await gettingReady
    },
  }
}
