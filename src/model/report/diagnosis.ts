import { compileSayings, fold } from './saying.js'
import { MAILBOX_SAYINGS } from './sayings-mailbox.js'
import { REFUSAL_SAYINGS } from './sayings-refusal.js'
import { ROUTE_SAYINGS } from './sayings-route.js'
import {
  type Cause,
  causeOfStatus,
  enhancedIn,
  isAfterReply,
  isVague,
  replyIn,
  type Status,
  statusClass,
  statusOfReply,
} from './status.js'

/** What an MTA did with a recipient (RFC 3464 §2.3.3). */
export const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const
export type Action = (typeof ACTIONS)[number]
export type ReportOutcome = 'bounced' | 'deferred' | 'accepted'

export type Diagnosis = { action: Action; status: Status; outcome: ReportOutcome; cause: Cause }

const SAYINGS = compileSayings(
  [...MAILBOX_SAYINGS, ...ROUTE_SAYINGS, ...REFUSAL_SAYINGS].sort((one, other) => one.order - other.order),
)
const READ_AT_MOST = 8 * 1024

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
  return { action, status, outcome: outcomeOf(action, status), cause: causeOf(status, words) }
}

type Words = ReturnType<typeof sayingIn>

/** The words, unless the code is of those that only say why the sender is refused (5.7.2 and up, RFC 3463 §3.8, RFC 7372). */
function causeOf(status: Status, words: Words): Cause {
  const isRefusal = /^[45]\.7\.(?:[2-9]|1[0-69]|[2-9]\d|\d{3})$/.test(status)
  return isRefusal && !words?.cause.startsWith('refused')
    ? 'refused-policy'
    : (words?.cause ?? causeOfStatus(status))
}

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
  words: Words,
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

/** The first row of the tables that a text matches. */
export function sayingIn(text: string): { detail: string; cause: Cause; usually: 4 | 5 } | null {
  const folded = fold(text.slice(0, READ_AT_MOST))
  return SAYINGS.find(saying => saying.pattern.test(folded)) ?? null
}

function actionOfClass(status: Status): Action {
  return statusClass(status) === 2 ? 'delivered' : statusClass(status) === 4 ? 'delayed' : 'failed'
}

function outcomeOf(action: Action, status: Status): ReportOutcome {
  if (action === 'delayed') return 'deferred'
  if (action !== 'failed') return 'accepted'
  return statusClass(status) === 4 ? 'deferred' : 'bounced'
}
