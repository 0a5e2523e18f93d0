import { sameAddress } from '../../model/staff/email-address.js'
import type { SentNotice } from '../../postgres/staff/failed-notices.js'
import { failSentNotice, sentNotices } from '../../postgres/staff/sent-notices.js'
import type { Context } from '../context.js'
import { markOf, tellAdmins } from '../staff/staff-mails.js'
import type { ReturnedStaffMail } from './recorded-report.js'

/** In milliseconds after a staff mail was made: its bounce is still reported, since relays retry for five days. */
const TOLD_FOR_MS = 30 * 24 * 3_600_000

/**
 * Handles a bounced staff mail: the admins are told. One named by its Message-ID, which carries an HMAC, is marked as failed. Without a Message-ID it
 * is the last one to that address, which anybody may forge; nothing else changes then. Resolves to how many were found.
 */
export async function noticeCameBack(
  context: Context,
  { messageIds, addresses, words }: ReturnedStaffMail,
  now: Date,
): Promise<number> {
  const { engine, config, log } = context
  const sent = await sentNotices(engine.db, new Date(now.getTime() - TOLD_FOR_MS))
  const isNamed = ({ notice }: SentNotice) =>
    messageIds.some(id => id.startsWith(`<notice.${markOf(config, notice.key)}@`))
  const found = messageIds.length > 0 ? sent.filter(isNamed) : latestTo(sent, addresses)
  for (const { notice } of found) {
    log.error('notice.came-back', { kind: notice.kind, named: messageIds.length > 0 })
    if (messageIds.length > 0) await failSentNotice(engine.db, notice.key, words)
    // The report is stored already, and stays so even if the roster can't be read now.
    await tellAdmins(context, notice, words).catch(error =>
      log.error('alarm.not-made', { kind: notice.kind, reason: error.message }),
    )
  }
  return found.length
}

/** The last staff mail to each of these addresses. */
function latestTo(sent: SentNotice[], addresses: string[]): SentNotice[] {
  return addresses.flatMap(
    address => sent.findLast(({ notice }) => sameAddress(notice.to.email, address)) ?? [],
  )
}
