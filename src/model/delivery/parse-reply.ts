import { SUBJECTS, type Subject } from './cause.js'
import { causeOf, type Reply } from './outcome.js'

/** The other side's words, fit for people and rows: one line, no control characters, at most 500 characters. */
export function printableReply(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\ufffd]+/gu, ' ')
    .trim()
    .slice(0, 500)
}

/** Parses "550 5.1.1 User unknown" and multi-line replies; null without a reply code. */
export function parseReply(response: string): Reply | null {
  const lines = response.split(/\r?\n/).filter(line => line !== '')
  const code = /^(\d{3})(?:[ -]|$)/.exec(lines[0] ?? '')?.[1]
  if (!code) return null
  const words = lines.map(line => line.replace(/^\d{3}[ -]?/, ''))
  // RFC 2034 §4: the enhanced status begins each line's text, and its class agrees with the reply code.
  const status = /^([245]\.\d{1,3}\.\d{1,3})(?=\s|$)/.exec(words[0] ?? '')?.[1] ?? null
  const text = words.map(line => line.replace(/^[245]\.\d{1,3}\.\d{1,3}\s*/, '')).join(' ')
  return {
    code: Number(code),
    enhancedStatus: status && status[0] === code[0] ? status : null,
    text: printableReply(text),
  }
}

/** Log-in refused or required (RFC 4954 §6; 524 and 525 of RFC 5248): a refusal by the relay after any command. */
const AUTHENTICATION = [524, 525, 530, 534, 535, 538]

/**
 * The class of a reply to RCPT TO, to DATA or to the dot. transient: attempted again, even a 5xx for a full mailbox or an overloaded server.
 * permanent: this recipient, for good. unwelcome: one domain refuses the sender. sender: the relay refuses the sender.
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
