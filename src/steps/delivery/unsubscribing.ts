import { tokenSecret } from '../../config.js'
import { localDay } from '../../model/calendar/calendar.js'
import { messageTokenOf } from '../../model/delivery/unsubscribe.js'
import { suggestion } from '../../model/follow-ups/follow-up-rules.js'
import { openFollowUps } from '../../postgres/follow-ups/follow-ups.js'
import { type AboutDelivery, findByMessageToken } from '../../postgres/returned-mail/reported-deliveries.js'
import type { Context } from '../context.js'

/** Is this the link of one of our mails by which somebody asks to get no more? Changes nothing. */
export const isUnsubscribeLink = async (context: Context, token: string): Promise<boolean> =>
  (await deliveryOf(context, token)) !== null

async function deliveryOf({ config, engine }: Context, token: string): Promise<AboutDelivery | null> {
  const named = messageTokenOf(token, tokenSecret(config))
  return named === null ? null : findByMessageToken(engine.db, named)
}

/**
 * Somebody asks to get no more mail (RFC 8058). Crisis information for an official is never stopped by a click: it becomes a follow-up for the
 * commune's SPOC, once per mail, who asks and decides. False when the link isn't one of ours.
 */
export async function unsubscribe(context: Context, token: string): Promise<boolean> {
  const { config, clock, engine, log, spocFor } = context
  const about = await deliveryOf(context, token)
  if (!about) return false
  const { edition, commune, recipient, delivery } = about
  const now = clock()
  const reason = 'unsubscribe' as const
  const rule = suggestion(reason, localDay(now, config.timeZone))
  const spoc = await spocFor(commune)
  await openFollowUps(engine.db, [
    { edition, commune, recipient, reason, ...rule, spoc, detail: '', openedAt: now },
  ])
  log.info('unsubscribe.asked', { edition, delivery })
  return true
}
