import { localDay } from '../../model/calendar/calendar.js'
import type { FollowUpReason, NewFollowUp } from '../../model/follow-ups/follow-up.js'
import { suggestion } from '../../model/follow-ups/follow-up-rules.js'
import type { Context } from '../context.js'

type About = { edition: string; commune: string; recipient: string; reason: FollowUpReason }

/** A follow-up as its reason suggests it, of the SPOC that the commune has now. */
export async function newFollowUp(
  { config, spocFor }: Pick<Context, 'config' | 'spocFor'>,
  { edition, commune, recipient, reason }: About,
  now: Date,
): Promise<NewFollowUp> {
  const rule = suggestion(reason, localDay(now, config.timeZone))
  const spoc = await spocFor(commune)
  return { edition, commune, recipient, reason, ...rule, spoc, detail: '', openedAt: now }
}
