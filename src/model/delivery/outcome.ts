import { causeSaid, sayingIn } from './cause.js'
import { type Cause, enhancedIn, isVague, statusOfReply } from './status.js'
import type { Suppression } from './suppression.js'

/**
 * What one SMTP transaction told us. `transient` and `permanent` are about this recipient or mail; `sender` and `unwelcome` refuse
 * ourselves, and are no recipient's fault.
 */
export type Outcome =
  | { kind: 'accepted'; reply: Reply }
  | { kind: 'transient'; reply: Reply }
  | { kind: 'permanent'; reply: Reply }
  /** Before any recipient was named, or by several domains: it would come for everybody. */
  | { kind: 'sender'; reply: Reply | null; detail: string }
  /** By the servers of one domain, for all that is known: block list, policy, content. Others may take the mail. */
  | { kind: 'unwelcome'; reply: Reply }
  /** The connection failed before the final dot: nothing was sent. */
  | { kind: 'lost'; detail: string }
  /** The connection failed after the final dot, no answer known. */
  | { kind: 'in-doubt'; detail: string }
  /** The mail itself can't be made, whoever tries. */
  | { kind: 'unmakeable'; detail: string }
  /** The address is not on the list of allowed recipients: not tried. */
  | { kind: 'not-allowed' }
  /** Somebody decided not to write to this address, or its last mails bounced: not tried. */
  | { kind: 'suppressed'; suppression: Suppression }
  /** What the edition says is too old to be sent: not tried. */
  | { kind: 'expired' }
  /** The gate did not open: another worker has the delivery, or the edition is stopped. */
  | { kind: 'withheld'; detail: string }
  /** Its domain asked us to slow down while it was being made. */
  | { kind: 'paced'; dueAt: Date }

/** A reply of the next hop: code (RFC 5321 §4.2), enhanced status (RFC 3463) or null, and its words on one line. */
export type Reply = { code: number; enhancedStatus: string | null; text: string }

/** What a refusal means, by the one reading that reports have too (decision 25). */
export function causeOf({ code, enhancedStatus, text }: Reply, command = ''): Cause {
  const quoted = enhancedStatus ?? enhancedIn(text)
  const status = isVague(quoted) ? statusOfReply(String(code)) : quoted
  return causeSaid(status, sayingIn(text), command === 'DATA' ? DOT : '')
}

/** The stage of a refusal of the whole mail, in session. */
const DOT = 'in reply to end of data command'
