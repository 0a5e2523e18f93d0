import { localDay } from '../../model/calendar/calendar.js'
import type { FollowUpReason, NewFollowUp } from '../../model/follow-ups/follow-up.js'
import { suggestion } from '../../model/follow-ups/follow-up-rules.js'
import type { Opened } from '../opened.js'
import { spocFor } from '../staff/spoc.js'

type About = { edition: string; commune: string; recipient: string; reason: FollowUpReason }

/** A follow-up as its reason suggests it, for the commune's present SPOC. */
export async function newFollowUp(
  opened: Opened,
  { edition, commune, recipient, reason }: About,
  now: Date,
): Promise<NewFollowUp> {
  const rule = suggestion(reason, localDay(now, opened.config.timeZone))
  const spoc = await spocFor(opened, commune)
  return { edition, commune, recipient, reason, ...rule, spoc, detail: '', openedAt: now }
}
