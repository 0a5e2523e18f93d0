import { setTimeout as pause } from 'node:timers/promises'
import type { App } from '../app.js'
import { EngineUnreachable } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { type LeftToSend, leftToSend } from '../postgres/delivery/left-to-send.js'
import type { DeliveryQueue } from '../queue/delivery-queue.js'
import type { Sending } from '../sending/sending.js'
import { recover } from '../steps/delivery/recover.js'
import { deliveries } from './waiting.js'

const LOOK_MS = 100
const REFILL_MS = 5000
const LOOK_AT_LAST_MS = 15_000
/** When to query again: with very many deliveries a query is slow, and may use a tenth of the time. */
const nextAfter = (began: number, usual: number) =>
  performance.now() + Math.min(LOOK_AT_LAST_MS, Math.max(usual, 9 * (performance.now() - began)))

/** How long an engine may be away before the command ends, and how far off a due delivery may be; in milliseconds. */
const PATIENCE_MS = 60_000
/** How much longer than PATIENCE_MS a stopped or slow clock may take, in milliseconds. */
const GRACE_MS = 5000

export type Draining = {
  app: App
  edition: string
  queue: DeliveryQueue
  sending: Sending
  progress: (line: string) => void
  told: AbortSignal
}

/**
 * Runs until no delivery is in flight or due within PATIENCE_MS, or the process is told to end. Deferred ones stay scheduled. Waits a minute for an
 * engine or relay to come back. Throws EngineUnreachable.
 */
export async function drain({ app, edition, queue, sending, progress, told }: Draining): Promise<void> {
  let said = ''
  let [answered, worked] = [performance.now(), performance.now()]
  let [refill, look] = [0, 0]
  while (!told.aborted) {
    try {
      const began = performance.now()
      if (began >= refill) {
        await recover(app, queue)
        refill = nextAfter(began, REFILL_MS)
      }
      const looked = performance.now()
      const left = await leftToSend(app.engine.db, edition, app.clock(), PATIENCE_MS)
      answered = performance.now()
      look = nextAfter(looked, LOOK_MS)
      if (left.busy > 0) worked = answered
      const line = underWay(app, edition, left)
      if (line !== said) progress(line)
      said = line
      if (left.busy === 0 && left.soon === 0) return
      if (performance.now() - worked > PATIENCE_MS + GRACE_MS) return
      throwIfAway(sending, left.busy)
    } catch (error) {
      if (error instanceof EngineUnreachable) throw error
      const { message } = error as Error
      if (performance.now() - answered > PATIENCE_MS)
        throw new EngineUnreachable(
          `An engine has been away for a minute: ${message}. Send again when it is back.`,
        )
      app.log.warn('send.waits', { reason: message })
      // The queue may have lost its contents.
      refill = 0
      look = performance.now() + LOOK_MS
    }
    await pause(Math.max(0, look - performance.now()), null, { signal: told }).catch(() => {})
  }
}

function underWay({ config }: App, edition: string, { busy, soon, next }: LeftToSend): string {
  if (busy > 0 || soon === 0 || !next) return `${edition}: ${deliveries(busy)} under way`
  return `${edition}: ${deliveries(soon)} due soon, the next at ${withOffset(next, config.timeZone)}`
}

function throwIfAway(sending: Draining['sending'], left: number): void {
  const away = sending.relayAway()
  if (away && away.milliseconds > PATIENCE_MS)
    throw new EngineUnreachable(
      `The SMTP relay has been away for a minute: ${away.reason}. ${left} are left: a running service sends them when it is back, or send again.`,
    )
}
