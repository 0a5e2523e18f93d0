import { setTimeout as pause } from 'node:timers/promises'
import { tokenSecret } from '../../config.js'
import { kindOf, sendSlotOf } from '../../model/calendar/calendar.js'
import { deliveryId, messageId, returnToken } from '../../model/delivery/delivery.js'
import { type Dispatched, dispatchEdition } from '../../postgres/delivery/dispatch-edition.js'
import { type Context, calendarNow } from '../context.js'
import { readEdition } from '../editions/read-edition.js'
import { newFollowUp } from '../follow-ups/new-follow-up.js'
import { useCorrectedAddresses } from '../roster/use-corrected-addresses.js'

const HOUR_MS = 3_600_000

/** Makes the deliveries of a signed edition, once; a mandate that nobody holds is somebody's to follow up. */
export async function dispatch(context: Context, edition: string): Promise<Dispatched> {
  if (!(await context.instance.maySend())) return { kind: 'refused', state: 'copied' }
  const { config, clock, engine } = context
  const row = await readEdition(context, edition)
  // Optional: signed content leaves whatever became of roster and templates.
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
    expiresAt: new Date(now.getTime() + config.editionExpiresHours * HOUR_MS),
    slotAt: kindOf(edition) === 'regular' ? sendSlotOf(await calendarNow(context), edition) : now,
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

/** In milliseconds: a hanging share must not keep an edition from leaving. */
const COURTESY_MS = 10_000

async function inTime(courtesy: Promise<unknown>): Promise<unknown> {
  const ended = new AbortController()
  const late = pause(COURTESY_MS, null, { signal: ended.signal }).then(() => {
    throw new Error(`the roster did not answer within ${COURTESY_MS / 1000} s`)
  })
  late.catch(() => {})
  return Promise.race([courtesy, late]).finally(() => ended.abort())
}
