import { attemptsOf, oldestDue } from '../../postgres/delivery/deliveries.js'
import { refusalOf } from '../../postgres/server/refusal.js'
import type { DeliveryQueue } from '../../queue/delivery-queue.js'
import type { Context } from '../context.js'
import { EngineUnreachable } from '../operations/engines.js'
import { saying } from '../operations/saying.js'

/** Tells the workers of due deliveries. If the queue is unreachable, recovery finds them within seconds. */
export async function nudgeDue(context: Context, deliveries: string[]): Promise<void> {
  try {
    const queue = await openQueue(context)
    try {
      await queue.nudge(
        (await attemptsOf(context.engine.db, deliveries)).map(({ id, attempts }) => ({
          delivery: id,
          attempt: attempts + 1,
          delay: 0,
        })),
      )
    } finally {
      await queue.close()
    }
  } catch (error) {
    context.log.warn('queue.not-nudged', { reason: (error as Error).message })
  }
}

/** Opens the queue of REDIS_URL, or that in the ledger. Throws EngineUnreachable. */
export async function openQueue({ config, engine, log, tell }: Context): Promise<DeliveryQueue> {
  const redisUrl = config.redisUrl?.reveal()
  const where = redisUrl
    ? { redisUrl, ledger: engine.place.database }
    : { databaseUrl: engine.url, ownerUrl: engine.ownerUrl }
  try {
    // Loaded here: most commands need no queue and should not load its library.
    const { openDeliveryQueue } = await import('../../queue/delivery-queue.js')
    return await saying(queueLine(redisUrl), tell, () =>
      openDeliveryQueue(where, error => {
        const level = error.name === 'QueueUnusable' ? 'error' : 'warn'
        log[level]('queue.trouble', { reason: error.message })
      }),
    )
  } catch (error) {
    throw new EngineUnreachable(refusalOf(error) ?? (error as Error).message)
  }
}

function queueLine(redisUrl: string | undefined): string {
  if (!redisUrl) return 'Making the queue ready …'
  const { hostname, port } = new URL(redisUrl)
  return `Waiting for Redis at ${hostname}:${port || 6379} …`
}

/** Seconds since the longest waiting delivery became due; 0 when none waits. It measures the backlog, not whether the process runs. */
export const backlogSeconds = ({ engine, clock, config }: Context): Promise<number> =>
  oldestDue(engine.db, clock(), config.mailsPerMinute !== null)
