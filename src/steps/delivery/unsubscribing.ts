import { tokenSecret } from '../../config.js'
import { messageTokenOf } from '../../model/delivery/unsubscribe.js'
import { openFollowUps } from '../../postgres/follow-ups/follow-ups.js'
import { type AboutDelivery, findByMessageToken } from '../../postgres/returned-mail/reported-deliveries.js'
import type { Context } from '../context.js'
import { newFollowUp } from '../follow-ups/new-follow-up.js'

/** Whether a token is of a link in our mails to unsubscribe. Changes nothing. */
export const isUnsubscribeLink = async (context: Context, token: string): Promise<boolean> =>
  (await deliveryOf(context, token)) !== null

async function deliveryOf({ config, engine }: Context, token: string): Promise<AboutDelivery | null> {
  const named = messageTokenOf(token, tokenSecret(config))
  return named === null ? null : findByMessageToken(engine.db, named)
}

/**
 * Handles a request for no more mail (RFC 8058). Crisis information for an official is never stopped by a click: it becomes one follow-up per mail
 * for the commune's SPOC, who decides. False for a foreign link.
 */
export async function unsubscribe(context: Context, token: string): Promise<boolean> {
  const { clock, engine, log } = context
  const about = await deliveryOf(context, token)
  if (!about) return false
  const { edition, commune, recipient, delivery } = about
  const asked = { edition, commune, recipient, reason: 'unsubscribe' as const }
  await openFollowUps(engine.db, [await newFollowUp(context, asked, clock())])
  log.info('unsubscribe.asked', { edition, delivery })
  return true
}
