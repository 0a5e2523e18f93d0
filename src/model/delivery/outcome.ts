import { causeSaid, phraseIn } from './cause.js'
import { type Cause, enhancedIn, isVague, statusOfReply } from './status.js'
import type { Suppression } from './suppression.js'

/**
 * The outcome of one SMTP transaction. `transient` and `permanent` concern this recipient or mail. `sender` and `unwelcome` refuse the sender and
 * don't count against the recipient.
 */
export type Outcome =
  | { kind: 'accepted'; reply: Reply }
  | { kind: 'transient'; reply: Reply }
  | { kind: 'permanent'; reply: Reply }
  /** Refused before any recipient was named, or by several domains: every mail would be refused. */
  | { kind: 'sender'; reply: Reply | null; detail: string }
  /** Refused by the servers of one domain: block list, policy, content. Others may accept the mail. */
  | { kind: 'unwelcome'; reply: Reply }
  /** The connection failed before the final dot: nothing was sent. */
  | { kind: 'lost'; detail: string }
  /** The connection failed after the final dot, no answer known. */
  | { kind: 'in-doubt'; detail: string }
  /** The mail itself can't be made, by any worker. */
  | { kind: 'unmakeable'; detail: string }
  /** The address is not on the list of allowed recipients: no attempt. */
  | { kind: 'not-allowed' }
  /** A person suppressed this address, or its last mails bounced: no attempt. */
  | { kind: 'suppressed'; suppression: Suppression }
  /** The edition is too old to be sent: no attempt. */
  | { kind: 'expired' }
  /** The gate stayed closed: another worker has the delivery, or the edition is stopped. */
  | { kind: 'withheld'; detail: string }
  /** The domain was throttled while the mail was being made. */
  | { kind: 'paced'; dueAt: Date }

/** A reply of the next hop: code (RFC 5321 §4.2), enhanced status (RFC 3463) or null, and its words on one line. */
export type Reply = { code: number; enhancedStatus: string | null; text: string }

/** The cause of a refusal, by the same reading as reports (decision 25). */
export function causeOf({ code, enhancedStatus, text }: Reply, command = ''): Cause {
  const quoted = enhancedStatus ?? enhancedIn(text)
  const status = isVague(quoted) ? statusOfReply(String(code)) : quoted
  return causeSaid(status, phraseIn(text), command === 'DATA' ? DOT : '')
}

/** The stage of a refusal of the whole mail, in session. */
const DOT = 'in reply to end of data command'
