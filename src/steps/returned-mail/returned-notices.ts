import { sameAddress } from '../../model/staff/email-address.js'
import type { SentNotice } from '../../postgres/staff/failed-notices.js'
import { failSentNotice, sentNotices } from '../../postgres/staff/sent-notices.js'
import type { Context } from '../context.js'
import { markOf, tellAdmins } from '../staff/staff-mails.js'
import type { ReturnedStaffMail } from './recorded-report.js'

/** How long after it was made a staff mail's bounce is still told, in milliseconds: relays try for five days. */
const TOLD_FOR_MS = 30 * 24 * 3_600_000

/**
 * A staff mail has not reached its reader: a sign-off request, a reminder, a digest, a link to log in. The admins are told. One that the
 * report names by its Message-ID, which carries an HMAC, is failed from now on; of a report that returns no Message-ID, the last
 * to its reader's address is taken, which anybody may write: that one changes nothing else. Resolves to how many were found.
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
    // The report is kept already: it must stay so although the roster can't be read just now.
    await tellAdmins(context, notice, words).catch(error =>
      log.error('alarm.not-made', { kind: notice.kind, reason: error.message }),
    )
  }
  return found.length
}

/** The last that went to each of these addresses. */
function latestTo(sent: SentNotice[], addresses: string[]): SentNotice[] {
  return addresses.flatMap(
    address => sent.findLast(({ notice }) => sameAddress(notice.to.email, address)) ?? [],
  )
}
