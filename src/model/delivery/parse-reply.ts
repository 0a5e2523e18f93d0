import { SUBJECTS, type Subject } from './cause.js'
import { causeOf, type Reply } from './outcome.js'

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

/** Refused log-ins and wanted ones (RFC 4954 §6; 524 and 525 of RFC 5248): the relay's word about us, whatever the command. */
const AUTHENTICATION = [524, 525, 530, 534, 535, 538]

/**
 * What follows from a reply to a command: RCPT TO, or DATA, also for the reply to the dot. transient: asked again later, as a full
 * mailbox, a server that wants fewer mails or is out of order, whatever the code; permanent: of this recipient, for good;
 * unwelcome: of ourselves, by one domain for all that is known; sender: of ourselves, by the relay.
 */
export function classOf(
  reply: Reply,
  command = '',
): 'accepted' | 'transient' | 'permanent' | 'unwelcome' | 'sender' {
  // decision 8
  if (reply.code >= 200 && reply.code < 300) return 'accepted'
  if (reply.code < 500) return 'transient'
  return AUTHENTICATION.includes(reply.code) ? 'sender' : IN_SESSION[SUBJECTS[causeOf(reply, command)]]
}

const IN_SESSION: Record<Subject, 'transient' | 'permanent' | 'unwelcome'> = {
  recipient: 'permanent',
  restricted: 'permanent',
  us: 'unwelcome',
  moment: 'transient',
  way: 'transient',
}
