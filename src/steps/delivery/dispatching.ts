import { setTimeout as pause } from 'node:timers/promises'
import { tokenSecret } from '../../config.js'
import { kindOf, sendSlotOf } from '../../model/calendar/calendar.js'
import { deliveryId, messageId, returnToken, type Settlement } from '../../model/delivery/delivery.js'
import { samePerson } from '../../model/sign-off/sign-off.js'
import {
  attemptsOf,
  countDue,
  dueDeliveries,
  expireDeliveries,
  lateDeliveries,
} from '../../postgres/delivery/deliveries.js'
import { type Dispatched, dispatchEdition } from '../../postgres/delivery/dispatch-edition.js'
import { leftToSend } from '../../postgres/delivery/left-to-send.js'
import { findSendable } from '../../postgres/delivery/send-again.js'
import { type Settled, settleInDoubt } from '../../postgres/delivery/settlements.js'
import { sweepStaleClaims } from '../../postgres/delivery/stale-claims.js'
import { findEdition } from '../../postgres/editions/editions.js'
import { resumeEdition, stopEdition } from '../../postgres/editions/stops.js'
import { openFollowUps } from '../../postgres/follow-ups/follow-ups.js'
import { refusalOf } from '../../postgres/server/refusal.js'
import type { DeliveryQueue } from '../../queue/delivery-queue.js'
import { openSending } from '../../sending/sending.js'
import { holdForClock } from '../calendar/clock-hold.js'
import type { Context } from '../context.js'
import { settleRefusal } from '../follow-ups/follow-up-effects.js'
import { newFollowUp } from '../follow-ups/new-follow-up.js'
import { EngineUnreachable } from '../operations/engines.js'
import { saying } from '../operations/saying.js'
import { useCorrectedAddresses } from '../roster/changes.js'
import { staffOf } from '../staff/staff.js'
import { type Recovered, recover } from './recover.js'

const HOUR = 3_600_000

/** The sending half of the week: dispatch, stop, settle, recover, work. */
export function bindDispatching(context: Context) {
  const { clock, engine } = context
  const { db } = engine
  return {
    dispatch: (edition: string): Promise<Dispatched> => dispatch(context, edition),
    stop: (edition: string, reason: string) => stopEdition(db, edition, { reason, cause: 'person' }, clock()),
    resume: (edition: string) => resumeEdition(db, edition, clock()),
    /** A person of the staff settles a doubt. */
    settle: (delivery: string, as: Settlement, by: string) => settle(context, delivery, as, by),
    /** Settles what killed workers left and fills the queue from the rows. */
    recover: (queue: DeliveryQueue): Promise<Recovered> => recoverWith(context, queue),
    openQueue: () => openQueue(context),
    /** Tells the workers of deliveries that are due now. A queue that is out of reach finds them within seconds, by the recovery. */
    nudgeDue: (deliveries: string[]) => nudgeDue(context, deliveries),
    openSending: () => openSending(context),
    /** How many deliveries of an edition are due or in a worker's hands. */
    countDue: (edition: string) => countDue(db, edition, clock()),
    /** What is open of an edition; `soonMs`: how soon what is pending is due to count as soon, in milliseconds. */
    leftToSend: (edition: string, soonMs = 0) =>
      leftToSend(db, edition, clock(), new Date(clock().getTime() + soonMs)),
  }
}

/** What a person settled; or why that can't be, or would send nothing. */
export type SettleAnswer =
  | Settled
  | 'expired'
  | 'not-in-doubt'
  | 'unknown-person'
  | NonNullable<Awaited<ReturnType<typeof settleRefusal>>>

async function settle(context: Context, delivery: string, as: Settlement, by: string): Promise<SettleAnswer> {
  const person = (await staffOf(context)).find(({ email }) => samePerson(email, by))
  if (!person) return 'unknown-person'
  const { engine, clock } = context
  const row = as === 'again' ? await findSendable(engine.db, delivery) : null
  const hindered = row?.state === 'in-doubt' ? await settleRefusal(context, row) : null
  if (hindered) return hindered
  return (await settleInDoubt(engine.db, delivery, as, person.email, clock())) ?? 'not-in-doubt'
}

async function dispatch(context: Context, edition: string): Promise<Dispatched> {
  if (!(await context.instance.maySend())) return { kind: 'refused', state: 'copied' }
  const { config, clock, engine } = context
  const row = await findEdition(engine.db, edition, clock())
  // A courtesy: what was signed leaves, whatever has become of the roster and the templates since.
  if (row?.state === 'approved')
    await inTime(useCorrectedAddresses(context, row)).catch(error =>
      context.log.error('addresses.not-corrected', { edition, reason: (error as Error).message }),
    )
  const secret = tokenSecret(config)
  const domain = config.mailDomain
  const now = clock()
  return dispatchEdition(engine.db, {
    edition,
    now,
    expiresAt: new Date(now.getTime() + config.editionExpiresHours * HOUR),
    slotAt: kindOf(edition) === 'regular' ? sendSlotOf(await context.calendar(), edition) : now,
    identify: ({ id: recipient }) => {
      const id = deliveryId(edition, recipient)
      return { id, messageId: messageId(id, domain, secret), pathToken: returnToken(id, secret) }
    },
    followUps: exclusions =>
      Promise.all(
        exclusions
          .filter(({ reason }) => reason === 'vacant')
          .map(({ commune, recipient }) =>
            newFollowUp(context, { edition, commune, recipient, reason: 'vacant' }, now),
          ),
      ),
  })
}

/** How long a courtesy may take, in milliseconds: a share that hangs must not keep an edition from leaving. */
const COURTESY = 10_000

async function inTime(courtesy: Promise<unknown>): Promise<unknown> {
  const ended = new AbortController()
  const late = pause(COURTESY, null, { signal: ended.signal }).then(() => {
    throw new Error(`the roster did not answer within ${COURTESY / 1000} s`)
  })
  late.catch(() => {})
  return Promise.race([courtesy, late]).finally(() => ended.abort())
}

async function recoverWith(context: Context, queue: DeliveryQueue): Promise<Recovered> {
  const { engine, clock, log, instance } = context
  // What a copy holds is judged by who takes it over; its attempts may have ended elsewhere.
  if (!(await instance.maySend())) return { lost: 0, inDoubt: 0, setAside: 0, nudged: 0 }
  const { db } = engine
  // First: what goes on again after a jump is enqueued by this round.
  const certain = await holdForClock(context)
  const recovered = await recover(
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

/** What is still open an hour after dispatch is worth a call before the edition expires. */
async function warnOfLate(context: Context, certain: Date) {
  const { engine, clock, log } = context
  const now = clock()
  const late = await lateDeliveries(engine.db, new Date(certain.getTime() - HOUR))
  if (late.length === 0) return
  const opened = late.map(async ({ detail, ...about }) => ({
    ...(await newFollowUp(context, { ...about, reason: 'late' }, now)),
    detail,
  }))
  await openFollowUps(engine.db, await Promise.all(opened))
  log.warn('deliveries.late', { edition: late[0]?.edition, deliveries: late.length })
}

async function nudgeDue(context: Context, deliveries: string[]): Promise<void> {
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

async function openQueue({ config, engine, log, tell }: Context): Promise<DeliveryQueue> {
  const redisUrl = config.redisUrl?.reveal()
  const where = redisUrl
    ? { redisUrl, ledger: engine.seat.database }
    : { databaseUrl: engine.url, ownerUrl: engine.ownerUrl }
  try {
    // Loaded here: most commands need no queue, and should not wait for its library.
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
