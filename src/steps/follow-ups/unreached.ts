import { localDay } from '../../model/calendar/calendar.js'
import type { Unreached } from '../../model/follow-ups/next-edition.js'
import { unreachedIn } from '../../model/follow-ups/unreached.js'
import { decidedSuppressions, heldAddresses } from '../../postgres/delivery/suppressed.js'
import { exclusionsOf } from '../../postgres/editions/audiences.js'
import { lastSent } from '../../postgres/follow-ups/coverage.js'
import { dispatchedVersion, informedOtherwise, notReached } from '../../postgres/follow-ups/not-reached.js'
import { type Context, rosterToday, todayOf } from '../context.js'
import { mayLeaveFor } from '../delivery/allowed.js'

/** Whom the last sent edition did not reach, see `unreachedOf`; null: none was sent. */
export async function lastUnreached(
  context: Context,
): Promise<{ edition: string; unreached: Unreached[] } | null> {
  const [edition] = await lastSent(context.engine.db, context.clock(), 1)
  return edition ? { edition, unreached: await unreachedOf(context, edition) } : null
}

/** Whom an edition did not reach by mail, and whether the next one will. Changes nothing. */
export async function unreachedOf(context: Context, edition: string): Promise<Unreached[]> {
  const { engine, config } = context
  const { db } = engine
  const version = await dispatchedVersion(db, edition)
  if (version === null) return []
  const today = todayOf(context)
  const { roster } = await rosterToday(context)
  const suppressed = new Map([
    ...(await heldAddresses(db)).map(({ address }) => [address, 'held'] as const),
    ...(await decidedSuppressions(db)).map(
      ({ address, recipient, onlyRecipient }) =>
        [(onlyRecipient && recipient) || address, 'suppressed'] as const,
    ),
  ])
  return unreachedIn(
    {
      edition,
      deliveries: await notReached(db, edition),
      exclusions: await exclusionsOf(db, edition, version),
      mandates: roster.mandateHolders,
      followUps: await informedOtherwise(db, edition),
      suppressed,
      isAllowed: address => mayLeaveFor(config, address),
      dayOf: at => localDay(at, config.timeZone),
    },
    today,
  )
}
