/** An enhanced status code, `class.subject.detail` (RFC 3463 §2), as written in a report: `5.1.1`. */
export type Status = string

/** Meanings of status codes; each stands for some codes of RFC 3463 §3. */
export const CAUSES = [
  'user-unknown',
  'mailbox-disabled',
  'mailbox-full',
  'too-big',
  'moved',
  'bad-domain',
  'host-unreachable',
  'expired',
  'loop',
  'too-many',
  'greylisted',
  'restricted',
  'relay-denied',
  'refused-sender',
  'refused-content',
  'refused-policy',
  'system-failure',
  'protocol',
  'other',
] as const
export type Cause = (typeof CAUSES)[number]

/** A code with its class; no part of an IP address, a version or a date. */
const ENHANCED = /(?<![\d.[-])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.]*\d|\.\w|[-\]]\d)/g
/** A reply code at the beginning of a line or sentence, as MTAs quote it (RFC 5321 §4.2). */
const REPLY = /(?:^|[\s:;,("'<>[#=])([245][0-5]\d)(?=$|[\s\-,:;)\]"'.#])/g

/** The code of a Status field (RFC 3464 §2.3.4) without comments and prefixes; '' when it holds none. */
export function parseStatus(value: string): Status {
  const match = /(?:^|[^\d.])([245])\s*\.\s*(\d{1,3})\s*\.\s*(\d{1,3})(?![\d])/.exec(value)
  return match ? `${match[1]}.${Number(match[2])}.${Number(match[3])}` : ''
}

/**
 * The enhanced code in a diagnostic: the one right after a reply code (`550 5.1.1`, RFC 2034 §4); else the first more specific than x.0.0, or any. ''
 * when there is none.
 */
export function enhancedIn(text: string): Status {
  const codes = [...text.matchAll(ENHANCED)].map(
    match => `${match[1]}.${Number(match[2])}.${Number(match[3])}`,
  )
  const telling = codes.filter(code => !isVague(code))
  return telling.find(code => isAfterReply(text, code)) ?? telling[0] ?? codes[0] ?? ''
}

const AFTER_REPLY = /(?<!\d)([2-5])[0-5]\d[ -][#('"]{0,2}(\d\.\d{1,3}\.\d{1,3})(?![\d.]{0,20}\d)/g

/** Whether a text has this code right after a reply of its class: `550 5.1.1`, `550-5.1.1`, `550 (#5.1.1)`. */
export function isAfterReply(text: string, code: Status): boolean {
  return [...text.matchAll(AFTER_REPLY)].some(([, first, found]) => first === code[0] && found === code)
}

/** The SMTP reply code that a diagnostic quotes: the last one, from the last attempt; '' when there is none. */
export function replyIn(text: string): string {
  const replies = [...text.matchAll(REPLY)].map(match => match[1] ?? '').filter(code => REPLIES.has(code))
  return replies.at(-1) ?? ''
}

/** Only the class: `5.0.0`, "other undefined status" (RFC 3463 §3.1). */
export function isVague(status: Status): boolean {
  return status === '' || /^\d\.0\.0$/.test(status)
}

export function statusClass(status: Status): 2 | 4 | 5 | null {
  const digit = status[0]
  return digit === '2' ? 2 : digit === '4' ? 4 : digit === '5' ? 5 : null
}

/** Subject and detail of a bare reply code where RFC 5321 §4.2.2-4.2.3 and RFC 3463 leave one meaning; else x.0.0. */
const REPLIES = new Map<string, Status>([
  ['250', '2.0.0'],
  ['251', '2.1.5'],
  ['252', '2.0.0'],
  ['421', '4.3.2'],
  ['432', '4.7.12'],
  ['450', '4.2.0'],
  ['451', '4.3.0'],
  ['452', '4.3.1'],
  ['454', '4.7.0'],
  ['455', '4.5.4'],
  ['500', '5.5.2'],
  ['501', '5.5.4'],
  ['502', '5.5.1'],
  ['503', '5.5.1'],
  ['504', '5.5.4'],
  ['521', '5.3.2'],
  ['530', '5.7.0'],
  ['534', '5.7.9'],
  ['535', '5.7.8'],
  ['541', '5.7.1'],
  ['550', '5.0.0'],
  ['551', '5.1.6'],
  ['552', '5.2.2'],
  ['553', '5.1.3'],
  ['554', '5.0.0'],
  ['555', '5.5.4'],
  ['556', '5.1.10'],
])

export function statusOfReply(reply: string): Status {
  return REPLIES.get(reply) ?? ''
}
