import type { Suppression } from './suppression.js'

/**
 * What one SMTP transaction told us. `transient` and `permanent` are about this recipient or mail;
 * `sender` is a refusal of ourselves (authentication, policy, block list): no recipient's fault.
 */
export type Outcome =
  | { kind: 'accepted'; reply: Reply }
  | { kind: 'transient'; reply: Reply }
  | { kind: 'permanent'; reply: Reply }
  | { kind: 'sender'; reply: Reply | null; detail: string }
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

/** The other side's words as people and rows can hold them: one line, no control characters, 500 characters at most. */
export function printableReply(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .trim()
    .slice(0, 500)
}

/** Parses "550 5.1.1 User unknown" and multi-line replies; null when it begins with no reply code. */
export function parseReply(response: string): Reply | null {
  const lines = response.split(/\r?\n/).filter(line => line !== '')
  const code = /^(\d{3})(?:[ -]|$)/.exec(lines[0] ?? '')?.[1]
  if (!code) return null
  const words = lines.map(line => line.replace(/^\d{3}[ -]?/, ''))
  // RFC 2034 §4: the enhanced status begins each line's text and its class agrees with the reply code.
  const status = /^([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/.exec(words[0] ?? '')?.[1] ?? null
  const text = words.map(line => line.replace(/^[245]\.\d{1,3}\.\d{1,3}\s*/, '')).join(' ')
  return {
    code: Number(code),
    enhancedStatus: status && status[0] === code[0] ? status : null,
    text: printableReply(text),
  }
}

const BLOCKED =
  /block ?list|blacklist|spamhaus|\brbl\b|dnsbl|reputation|not allowed to (send|relay)|relay(ing)? (access )?denied/i
/** Mailbox full (X.2.2) is permanent in words and passing in fact: a mailbox gets emptied. */
const FULL = /^5\.2\.2$/
const FULL_IN_WORDS = /mailbox|quota/i

/** A mailbox or a group that takes mail of some senders only (Exchange: RESOLVER.RST, 5.7.124 and on): nobody else's mails are concerned. */
const OF_ONE_MAILBOX = /resolver\.rst|not authori[sz]ed to (?:send|post)|only accepts|restricted recipient/i
const OF_ONE_MAILBOX_CODES = /^5\.7\.1(?:2[49]|3[0-6])$/

/** Does a refusal with a status of policy (5.7.x) speak of the one mailbox, by its code or its words? */
export const isOfOneMailbox = (status: string, text: string) =>
  OF_ONE_MAILBOX.test(text) || OF_ONE_MAILBOX_CODES.test(status)

/** The sender's address or server, the size, the commands or the form of the mail (RFC 3463 §3.2, 3.4, 3.6, 3.7): the same for everybody. */
const OF_OURS_CODES = /^5\.(?:1\.[78]|3\.4|5\.[124]|6\.[0-6])$/
/** The same in words. Postfix says what it thinks of a sender at RCPT (smtpd_delay_reject), also as 550 5.1.0. */
const OF_OURS =
  /sender (?:address )?(?:rejected|refused|denied|verif)|domain of sender|(?:helo|ehlo)(?: command)? rejected|client host rejected|\bspam\b|message (?:size|(?:is )?too (?:big|large))/i
/** Where the status says nothing more particular, the words do. */
const SAYS_LITTLE = /^5\.[0156]\.0$/

/**
 * The class of a refusal: by enhanced status where there is one (RFC 3463 §3), else by the reply code.
 * 5.7.x after RCPT or DATA speaks of policy against the sender, but for a mailbox that takes mail of some only; 535, 530 and 538 of authentication (RFC 4954 §6).
 */
export function classOf(reply: Reply): 'accepted' | 'transient' | 'permanent' | 'sender' {
  const status = reply.enhancedStatus
  if (reply.code >= 200 && reply.code < 300) return 'accepted'
  if (reply.code < 500) return 'transient'
  if ([530, 534, 535, 538].includes(reply.code)) return 'sender'
  if (status?.startsWith('5.7.') && isOfOneMailbox(status, reply.text)) return 'permanent'
  if (status?.startsWith('5.7.') || BLOCKED.test(reply.text)) return 'sender'
  if (status && OF_OURS_CODES.test(status)) return 'sender'
  if ((!status || SAYS_LITTLE.test(status)) && OF_OURS.test(reply.text) && !FULL_IN_WORDS.test(reply.text))
    return 'sender'
  if (status ? FULL.test(status) : reply.code === 552) return 'transient'
  return 'permanent'
}
