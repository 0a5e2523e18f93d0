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
  // A copy's doubts are for who takes it over: its attempts may have ended elsewhere.
  if (!(await instance.maySend())) return { lost: 0, inDoubt: 0, setAside: 0, nudged: 0 }
  const { db } = engine
  // First, so that this round enqueues what resumes after a jump.
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

/** Crisis information expires: open deliveries become follow-ups. `certain`: the reliable time. */
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

/** Deliveries still open an hour after dispatch deserve a call before the edition expires. */
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
  /** Ends attempts whose worker is gone: lost before the dot, in doubt after it; set aside when the delivery caused it. */
  sweep: (now: Date) => Promise<{ delivery: string; outcome: 'lost' | 'in-doubt' | 'set-aside' }[]>
  /** Unclaimed deliveries due by an instant, the longest due first, at most `most`. */
  due: (until: Date, most: number) => Promise<{ id: string; attempts: number; dueAt: Date }[]>
  nudge: (nudges: { delivery: string; attempt: number; delay: number }[]) => Promise<void>
}

/** In milliseconds: deliveries due within this time are enqueued with a delay, so that they don't wait for the next round. */
const AHEAD_MS = 60_000

/**
 * The most that one round enqueues: more than workers send until the next. A duplicate costs the queue as much as a new job. With 100,000 open,
 * enqueuing all each round would be most of its work.
 */
const AT_ONCE = 20_000

/**
 * Settles what a killed worker left, and fills the queue from the rows, even one that lost everything: AT_ONCE per round. Enqueued deliveries are not
 * enqueued twice.
 */
export async function refill(ports: RecoverPorts, now: Date): Promise<Recovered> {
  const swept = await ports.sweep(now)
  const due = await ports.due(new Date(now.getTime() + AHEAD_MS), AT_ONCE)
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
