import { dueDeliveries, expireDeliveries, lateDeliveries } from '../../postgres/delivery/deliveries.js'
import { sweepStaleClaims } from '../../postgres/delivery/stale-claims.js'
import { openFollowUps } from '../../postgres/follow-ups/follow-ups.js'
import type { DeliveryQueue } from '../../queue/delivery-queue.js'
import { holdForClock } from '../calendar/clock-hold.js'
import type { Context } from '../context.js'
import { newFollowUp } from '../follow-ups/new-follow-up.js'

type Recovered = { lost: number; inDoubt: number; setAside: number; nudged: number }

/** Settles what killed workers left, fills the queue from the rows, and opens follow-ups for what has expired or is late. */
export async function recover(context: Context, queue: Pick<DeliveryQueue, 'nudge'>): Promise<Recovered> {
  const { engine, clock, log, instance } = context
  // What a copy holds is judged by who takes it over; its attempts may have ended elsewhere.
  if (!(await instance.maySend())) return { lost: 0, inDoubt: 0, setAside: 0, nudged: 0 }
  const { db } = engine
  // First: what goes on again after a jump is enqueued by this round.
  const certain = await holdForClock(context)
  const recovered = await refill(
    {
      sweep: now =>
        sweepStaleClaims(db, now, swept =>
          newFollowUp(
            context,
            { ...swept, reason: swept.outcome === 'in-doubt' ? 'in-doubt' : 'gave-up' },
            now,
          ),
        ),
      due: (until, most) => dueDeliveries(db, until, most),
      nudge: queue.nudge,
    },
    clock(),
  )
  await endExpired(context, certain)
  await warnOfLate(context, certain)
  if (recovered.lost + recovered.inDoubt + recovered.setAside > 0) log.warn('recovery.swept', recovered)
  return recovered
}

/** After this, an edition of crisis information is none any more: what is open is somebody's to follow up. `certain`: the time, as far as it is known. */
async function endExpired(context: Context, certain: Date) {
  const { engine, clock, log } = context
  const now = clock()
  const givenUp = await expireDeliveries(engine.db, certain, about =>
    newFollowUp(context, { ...about, reason: 'gave-up' }, now),
  )
  if (givenUp > 0) log.warn('deliveries.expired', { deliveries: givenUp })
}

/** In milliseconds. */
const LATE_MS = 3_600_000

/** What is still open an hour after dispatch is worth a call before the edition expires. */
async function warnOfLate(context: Context, certain: Date) {
  const { engine, clock, log } = context
  const now = clock()
  const late = await lateDeliveries(engine.db, new Date(certain.getTime() - LATE_MS))
  if (late.length === 0) return
  const opened = late.map(async ({ detail, ...about }) => ({
    ...(await newFollowUp(context, { ...about, reason: 'late' }, now)),
    detail,
  }))
  await openFollowUps(engine.db, await Promise.all(opened))
  log.warn('deliveries.late', { edition: late[0]?.edition, deliveries: late.length })
}

type RecoverPorts = {
  /** Attempts whose worker is gone: lost before the dot, in doubt after it; set aside when it was their own doing. */
  sweep: (now: Date) => Promise<{ delivery: string; outcome: 'lost' | 'in-doubt' | 'set-aside' }[]>
  /** Deliveries that are due by an instant and in nobody's hands, the longest due first, `most` of them. */
  due: (until: Date, most: number) => Promise<{ id: string; attempts: number; dueAt: Date }[]>
  nudge: (nudges: { delivery: string; attempt: number; delay: number }[]) => Promise<void>
}

/** Deliveries that become due within this time are enqueued with a delay, so that they don't wait for the next round. */
const AHEAD = 60_000

/**
 * The most that one round enqueues: more than workers send until the next. To say again what is in the queue already costs the queue as
 * much as to say it first; with 100,000 open, all of them in each round would be most of what it does.
 */
const AT_ONCE = 20_000

/**
 * Settles what a killed worker left behind and fills the queue from the rows, also one that has lost everything: AT_ONCE of them,
 * and the next ones in the next round. A delivery that is in the queue already is not enqueued twice.
 */
export async function refill(ports: RecoverPorts, now: Date): Promise<Recovered> {
  const swept = await ports.sweep(now)
  const due = await ports.due(new Date(now.getTime() + AHEAD), AT_ONCE)
  await ports.nudge(
    due.map(({ id, attempts, dueAt }) => ({
      delivery: id,
      attempt: attempts + 1,
      delay: Math.max(0, dueAt.getTime() - now.getTime()),
    })),
  )
  const count = (outcome: string) => swept.filter(one => one.outcome === outcome).length
  return {
    lost: count('lost'),
    inDoubt: count('in-doubt'),
    setAside: count('set-aside'),
    nudged: due.length,
  }
}
