import { causeSaid, phraseIn, READ_CHARACTERS } from '../../model/delivery/cause.js'
import type { Phrase } from '../../model/delivery/phrase.js'
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
 * What a report says became of one recipient.
 * The status is the first of: 1. the refusing server's code beside its 5xx reply (`550 5.7.1 …`), when the MTA has given up; 2. a Status field more
 * specific than x.0.0; 3. such an enhanced code in the diagnostic (RFC 2034); 4. the Status field: `5.0.0` is a code of RFC 3463, which words don't
 * overrule; 5. the words by the phrase tables, with the class of a quoted SMTP reply, else of RFC 3463; 6. the SMTP reply; 7. the action, x.0.0.
 * The outcome: `delivered`, `relayed` and `expanded` are accepted. `delayed` is deferred even beside 5.x.x: the reporting MTA still attempts it.
 * `failed` follows the class of the status: 4.x.x is deferred for the address, though the action says that attempts have ended.
 * The cause: `causeSaid`, as in session; the refused command is in the diagnostic or the notice.
 */
export function diagnose(said: {
  action: Action | ''
  status: Status
  diagnostic: string
  notice: string
}): Diagnosis {
  const diagnostic = said.diagnostic.slice(0, READ_CHARACTERS)
  const enhanced = enhancedIn(diagnostic)
  const words = phraseIn(diagnostic) ?? phraseIn(said.notice)
  const status = chooseStatus(said.status, enhanced, said.action, diagnostic, words)
  const action = said.action || actionOfClass(status)
  const stage = NAMES_COMMAND.test(diagnostic) ? diagnostic : said.notice
  return { action, status, outcome: outcomeOf(action, status), cause: causeSaid(status, words, stage) }
}

/** Whether a diagnostic names a command; otherwise the notice may. */
const NAMES_COMMAND = /\b(?:MAIL FROM|RCPT TO|DATA|EHLO|HELO)\b/i

/**
 * The refusing server's code beside its reply. It outweighs an intermediate MTA's Status field: old sendmails write 5.1.1 for every 550. It doesn't
 * while that MTA still attempts delivery.
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
  words: Phrase | null,
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
