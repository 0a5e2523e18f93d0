import { causeSaid, READ_AT_MOST, sayingIn } from '../../model/delivery/cause.js'
import type { Saying } from '../../model/delivery/saying.js'
import {
  type Cause,
  enhancedIn,
  isAfterReply,
  isVague,
  replyIn,
  type Status,
  statusClass,
  statusOfReply,
} from '../../model/delivery/status.js'
import type { Action, ReportOutcome } from '../../model/returned-mail/report-recipient.js'

type Diagnosis = { action: Action; status: Status; outcome: ReportOutcome; cause: Cause }

/**
 * What became of one recipient, from what a report says of it.
 *
 * The status, in this order:
 * 1. the code that the refusing server wrote beside its 5xx reply (`550 5.7.1 …`), when the MTA has given up;
 * 2. the Status field, when it says more than x.0.0;
 * 3. an enhanced code in the diagnostic (RFC 2034). It refines x.0.0 and replaces a missing field;
 * 4. the Status field as it is: `5.0.0` is a code of RFC 3463 ("other undefined status"), so words don't overrule it;
 *    they go into `cause`;
 * 5. without any code, the words: subject and detail from the phrase tables, the class from the SMTP reply if one is
 *    quoted, else what RFC 3463 calls this condition (a full mailbox is "persistent transient", an unknown user permanent);
 * 6. the SMTP reply alone; 7. the action alone, x.0.0.
 *
 * The outcome: `delivered`, `relayed` and `expanded` are accepted; `delayed` is deferred even beside a 5.x.x status,
 * because the MTA that reports is still trying; `failed` follows the class of the status. Hence `failed` with 4.x.x
 * is deferred as far as the address goes, though nobody tries any more: the action tells that.
 *
 * The cause: `causeSaid`, as in session. Which command was refused stands in the diagnostic, or in the notice.
 */
export function diagnose(said: {
  action: Action | ''
  status: Status
  diagnostic: string
  notice: string
}): Diagnosis {
  const diagnostic = said.diagnostic.slice(0, READ_AT_MOST)
  const enhanced = enhancedIn(diagnostic)
  const words = sayingIn(diagnostic) ?? sayingIn(said.notice)
  const status = chooseStatus(said.status, enhanced, said.action, diagnostic, words)
  const action = said.action || actionOfClass(status)
  const stage = NAMES_COMMAND.test(diagnostic) ? diagnostic : said.notice
  return { action, status, outcome: outcomeOf(action, status), cause: causeSaid(status, words, stage) }
}

/** A diagnostic that names a command needs no notice to tell which. */
const NAMES_COMMAND = /\b(?:MAIL FROM|RCPT TO|DATA|EHLO|HELO)\b/i

/**
 * The code that the refusing server wrote beside its reply. It knows better than the Status field that an MTA on the way
 * filled in, as old sendmails write 5.1.1 for every 550; unless that MTA is still trying.
 */
function quotedCode(diagnostic: string, field: Status, action: Action | ''): Status {
  const quoted = enhancedIn(diagnostic)
  const isRefusal = statusClass(quoted) === 5 && isAfterReply(diagnostic, quoted)
  return isRefusal && action !== 'delayed' && field !== '' && !isVague(quoted) ? quoted : ''
}

function chooseStatus(
  field: Status,
  enhanced: Status,
  action: Action | '',
  diagnostic: string,
  words: Saying | null,
): Status {
  const quoted = quotedCode(diagnostic, field, action)
  if (quoted !== '') return quoted
  if (field !== '' && !isVague(field)) return field
  if (enhanced !== '' && !isVague(enhanced)) return enhanced
  if (field !== '') return field
  if (enhanced !== '') return enhanced
  const reply = statusOfReply(replyIn(diagnostic))
  const byAction = action === 'delayed' ? 4 : null
  if (words) return `${byAction ?? statusClass(reply) ?? words.usually}.${words.detail}`
  if (reply !== '') return reply
  return action === '' || action === 'failed' ? '5.0.0' : action === 'delayed' ? '4.0.0' : '2.0.0'
}

function actionOfClass(status: Status): Action {
  return statusClass(status) === 2 ? 'delivered' : statusClass(status) === 4 ? 'delayed' : 'failed'
}

function outcomeOf(action: Action, status: Status): ReportOutcome {
  if (action === 'delayed') return 'deferred'
  if (action !== 'failed') return 'accepted'
  return statusClass(status) === 4 ? 'deferred' : 'bounced'
}
